/** The folder of a run's spool: private, and in no folder that somebody else could exchange. */
import { chmodSync, chownSync, lchownSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeSpoolFolder } from '../../../src/engine/spool/spool-folders.js';
import { folder } from '../core-session.js';

const isRoot = process.getuid?.() === 0;
const mode = (path: string) => statSync(path).mode & 0o777;

describe('the folder of a spool', () => {
  it('is this user’s alone, and so is the one above it, although it was not before', () => {
    const cache = join(folder(), 'cache/sipvestigator');
    makeSpoolFolder(join(cache, 'spool-1'));
    expect([mode(cache), mode(join(cache, 'spool-1'))]).toEqual([0o700, 0o700]);
    chmodSync(cache, 0o777);
    makeSpoolFolder(join(cache, 'spool-1'));
    expect(mode(cache)).toBe(0o700);
  });

  it('may lie behind a link of the user’s own', () => {
    const home = folder();
    mkdirSync(join(home, 'large-disk'));
    symlinkSync(join(home, 'large-disk'), join(home, 'sipvestigator'));
    makeSpoolFolder(join(home, 'sipvestigator/spool-1'));
    expect(readdirSync(join(home, 'large-disk'))).toEqual(['spool-1']);
  });

  it.skipIf(!isRoot)('is not made in a folder, or behind a link, of another user', () => {
    const home = folder();
    mkdirSync(join(home, 'theirs'));
    chownSync(join(home, 'theirs'), 4711, 4711);
    mkdirSync(join(home, 'ours'));
    symlinkSync(join(home, 'ours'), join(home, 'link'));
    lchownSync(join(home, 'link'), 4711, 4711);
    symlinkSync(join(home, 'theirs'), join(home, 'leads-away'));
    for (const name of ['theirs', 'link', 'leads-away'])
      expect(() => makeSpoolFolder(join(home, name, 'spool-1'))).toThrow(
        /is not a folder of this user: set XDG_CACHE_HOME/,
      );
    expect([readdirSync(join(home, 'theirs')), readdirSync(join(home, 'ours'))]).toEqual([[], []]);
  });

  it.skipIf(!isRoot)('is not made by root below a folder of another user, who could exchange what is in it', () => {
    const home = folder();
    mkdirSync(join(home, 'theirs/roots'), { recursive: true });
    chownSync(join(home, 'theirs'), 4711, 4711);
    expect(() => makeSpoolFolder(join(home, 'theirs/roots/spool-1'))).toThrow(/is not a folder of this user/);
  });
});
