/** Files of the user's that are written anew: whole, private, and never by way of somebody else. */
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

it('leaves a new file to its user alone, and nothing beside it', () => {
  const home = folder();
  replaceFile(join(home, 'state', 'recent.json'), '{}');
  expect(statSync(join(home, 'state')).mode & 0o777).toBe(0o700);
  expect(statSync(join(home, 'state', 'recent.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(home, 'state'))).toEqual(['recent.json']);
});

it('does not write through a link with the name it used once', () => {
  const home = folder();
  symlinkSync(join(home, 'target'), join(home, `recent.json.${process.pid}.new`));
  replaceFile(join(home, 'recent.json'), '{}');
  expect(existsSync(join(home, 'target'))).toBe(false);
});

it.skipIf(process.getuid?.() !== 0)('writes nothing as root in a folder of somebody else, or below one', () => {
  const home = folder();
  mkdirSync(join(home, 'roots'));
  chownSync(home, 4711, 4712);
  for (const path of ['recent.json', '.local/state/recent.json', 'roots/recent.json'])
    expect(() => replaceFile(join(home, path), '{}')).toThrow(/belongs to another user, and root writes nothing there/);
  expect(readdirSync(home, { recursive: true })).toEqual(['roots']);
});
