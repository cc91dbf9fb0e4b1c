import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, it } from 'vitest';
import { anyText } from '../../any-text.js';
import { loadSettings } from '../../../src/store/settings/settings-file.js';
import { setToml } from '../../../src/store/settings/toml-edit.js';
import { folder } from '../../engine/core-session.js';
import { runs } from '../../runs.js';

it('loadSettings never throws, whatever the file holds', () => {
  const path = join(folder(), 'config.json');
  const value = fc.letrec(tie => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any')),
      tie('table'),
    ),
    table: fc.dictionary(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          'theme',
          'columns',
          'keys',
          'aliases',
          'numbers',
          'trunks',
          'silenced',
          'own',
          'filters',
          'sort',
          'name',
          '__proto__',
        ),
      ),
      tie('any'),
    ),
  })).table;
  fc.assert(
    fc.property(value, table => {
      writeFileSync(path, JSON.stringify(table));
      const { settings, faults } = loadSettings(path);
      expect(typeof settings).toBe('object');
      for (const fault of faults) expect(fault.reason).not.toBe('');
    }),
    runs(300),
  );
});

it('setToml leaves a text in which the value set is read back', () => {
  const name = fc.oneof(fc.constantFrom('theme', 'aliases', 'x'), fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(name, anyText, (key, value) => {
      expect(parse(setToml('# mine\nmouse = true\n\n[unknown]\n', [key], value))[key]).toBe(value);
    }),
    runs(),
  );
});
