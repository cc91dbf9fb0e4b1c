import { describe, expect, it } from 'vitest';
import { pathOf, pathsIn } from '../../../src/store/commands/typed-path.js';

describe('a typed path', () => {
  it('may begin at the home, and only there', () => {
    expect(pathOf('~/calls.pcap', '/home/jon')).toBe('/home/jon/calls.pcap');
    expect(pathOf('~', '/home/jon')).toBe('/home/jon');
    for (const path of ['~jon/x', '/tmp/~/x', 'a~', './~'] as const) expect(pathOf(path, '/home/jon')).toBe(path);
  });

  it('is quoted where it holds spaces', () => {
    expect(pathsIn('a.pcap "two words.pcap" ~/c "~/my calls.txt"', '/h')).toEqual([
      'a.pcap',
      'two words.pcap',
      '/h/c',
      '/h/my calls.txt',
    ]);
  });
});
