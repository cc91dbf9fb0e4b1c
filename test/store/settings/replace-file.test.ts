/** Files of the user's that are written anew: what root makes in a user's folder is the user's. */
import { chownSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replaceFile } from '../../../src/store/settings/replace-file.js';
import { folder } from '../../engine/core-session.js';

it('writes behind a link and keeps the permissions', () => {
  const home = folder();
  writeFileSync(join(home, 'real'), 'old', { mode: 0o640 });
  symlinkSync(join(home, 'real'), join(home, 'link'));
  replaceFile(join(home, 'link'), 'new');
  expect(readFileSync(join(home, 'real'), 'utf8')).toBe('new');
  expect(statSync(join(home, 'real')).mode & 0o777).toBe(0o640);
});

it.skipIf(process.getuid?.() !== 0)('leaves nothing of root in a folder of somebody else', () => {
  const home = folder();
  chownSync(home, 4711, 4712);
  replaceFile(join(home, '.local', 'state', 'recent.json'), '{}');
  for (const path of ['.local', '.local/state', '.local/state/recent.json']) {
    const { uid, gid } = statSync(join(home, path));
    expect([path, uid, gid]).toEqual([path, 4711, 4712]);
  }
});
