/** Files that the user asked to be written: private, never through a link, and replaced as a whole. */
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFile, openOver } from '../../../src/engine/save/new-file.js';
import { folder } from '../core-session.js';

const mode = (path: string) => statSync(path).mode & 0o777;

function written(descriptor: number): void {
  writeSync(descriptor, 'new');
  closeSync(descriptor);
}

describe('a new file', () => {
  it('is the user’s alone, whatever the umask', () => {
    const path = join(folder(), 'out.pcap');
    const before = process.umask(0);
    written(createFile(path));
    process.umask(before);
    expect(mode(path)).toBe(0o600);
  });

  it('is not made where a file or a link is, even one that leads nowhere', () => {
    const home = folder();
    writeFileSync(join(home, 'there'), 'old');
    symlinkSync(join(home, 'there'), join(home, 'link'));
    symlinkSync(join(home, 'nowhere'), join(home, 'dangling'));
    for (const name of ['there', 'link', 'dangling']) expect(() => createFile(join(home, name))).toThrow(/EEXIST/);
    expect(existsSync(join(home, 'nowhere'))).toBe(false);
  });
});

describe('a file that is replaced', () => {
  it('keeps its permissions, and nothing stays beside it', () => {
    const home = folder();
    const path = join(home, 'out.pcap');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    written(openOver(path));
    expect([readFileSync(path, 'utf8'), mode(path)]).toEqual(['new', 0o640]);
    expect(readdirSync(home)).toEqual(['out.pcap']);
  });

  it('is another file for whoever has the old one', () => {
    const home = folder();
    writeFileSync(join(home, 'theirs'), 'old');
    linkSync(join(home, 'theirs'), join(home, 'out.pcap'));
    written(openOver(join(home, 'out.pcap')));
    expect(readFileSync(join(home, 'theirs'), 'utf8')).toBe('old');
  });

  it('gives way where it is a link, and what that leads to stays', () => {
    const home = folder();
    writeFileSync(join(home, 'precious'), 'old');
    symlinkSync(join(home, 'precious'), join(home, 'link'));
    symlinkSync(join(home, 'nowhere'), join(home, 'dangling'));
    for (const name of ['link', 'dangling']) {
      written(openOver(join(home, name)));
      expect(lstatSync(join(home, name)).isFile()).toBe(true);
    }
    expect(readFileSync(join(home, 'precious'), 'utf8')).toBe('old');
    expect(existsSync(join(home, 'nowhere'))).toBe(false);
  });

  it('is written into where it is no file', () => {
    const home = folder();
    mkdirSync(join(home, 'dev'));
    symlinkSync('/dev/null', join(home, 'dev/out'));
    written(openOver('/dev/null'));
    written(openOver(join(home, 'dev/out')));
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(readdirSync(join(home, 'dev'))).toEqual(['out']);
  });
});
