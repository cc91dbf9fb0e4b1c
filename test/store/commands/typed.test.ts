import { describe, expect, it } from 'vitest';
import { parseTimeOfDay, pathOf, pathsIn } from '../../../src/store/commands/typed.js';

const NEAR = Date.UTC(2018, 3, 16, 9, 0, 0) * 1000;

describe('a time as typed', () => {
  it('takes the day of the capture where none is typed', () => {
    expect(parseTimeOfDay('12:00', NEAR, true)).toBe(Date.UTC(2018, 3, 16, 12) * 1000);
    expect(parseTimeOfDay('16:41:37.5', NEAR, true)).toBe(Date.UTC(2018, 3, 16, 16, 41, 37, 500) * 1000);
  });

  it('takes a date with and without a time', () => {
    expect(parseTimeOfDay('2018-04-17', NEAR, true)).toBe(Date.UTC(2018, 3, 17) * 1000);
    expect(parseTimeOfDay('2018-04-17 01:02', NEAR, true)).toBe(Date.UTC(2018, 3, 17, 1, 2) * 1000);
  });

  it('counts from midnight where the capture has no dates', () => {
    expect(parseTimeOfDay('00:01:00.000001', 0, false)).toBe(60_000_001);
  });

  it('is null for what is no time', () => {
    for (const text of ['', 'noon', '25:00', '12:60', '12', '566@host'])
      expect(parseTimeOfDay(text, NEAR, true)).toBeNull();
  });
});

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
