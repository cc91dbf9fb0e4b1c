/** What is never printed raw: JSON that says the same without it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertLines, jsonLine } from '../../src/format/acting.js';
import { anyText } from '../any-text.js';
import { runs } from '../runs.js';

/** By the Unicode Character Database, a group each; U+FE0F and the others at the end are ignorable by default. */
const GROUPS: Record<string, [first: number, last: number][]> = {
  'C0 controls': [[0x00, 0x1f]],
  'DEL and C1 controls': [[0x7f, 0x9f]],
  'line and paragraph separators': [[0x2028, 0x2029]],
  'bidirectional controls': [
    [0x61c, 0x61c],
    [0x200e, 0x200f],
    [0x202a, 0x202e],
    [0x2066, 0x2069],
  ],
  'zero-width characters and the byte order mark': [
    [0x200b, 0x200d],
    [0x2060, 0x2064],
    [0xfeff, 0xfeff],
  ],
  'interlinear annotations': [[0xfff9, 0xfffb]],
  tags: [[0xe0000, 0xe007f]],
  'surrogates without a partner': [[0xd800, 0xdfff]],
  'what is invisible': [
    [0xad, 0xad],
    [0x34f, 0x34f],
    [0x115f, 0x1160],
    [0x3164, 0x3164],
    [0xfe00, 0xfe0f],
    [0xffa0, 0xffa0],
  ],
};

const charactersOf = (ranges: [first: number, last: number][]) =>
  ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)),
  );

describe('jsonLine', () => {
  it.each(Object.entries(GROUPS))('escapes %s', (_, ranges) => {
    for (const character of charactersOf(ranges)) {
      const value = { text: `a${character}b`, [character]: null };
      const json = jsonLine(value);
      expect(json).toMatch(/^[\x20-\x7e]+$/);
      expect(JSON.parse(json)).toEqual(value);
    }
  });

  it('writes four hexadecimal digits for each unit', () => {
    expect(jsonLine('\x9b\u{e0041}\u2066')).toBe('"\\u009b\\udb40\\udc41\\u2066"');
  });

  it('leaves what draws as it is', () => {
    for (const text of ['INVITE', 'Zo\u00eb', '\u4e16\u754c', '\u2192', '\u{1f600}', 'e\u0301'])
      expect(jsonLine(text)).toBe(`"${text}"`);
  });

  it('says the same as JSON.stringify, of any text', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(JSON.parse(jsonLine([text]))).toEqual([text]);
      }),
      runs(200),
    );
  });
});

describe('inertLines', () => {
  it('leaves tabs and line ends, but no carriage return alone', () => {
    expect(inertLines('a\tb\r\nc\nd\re\x1b\u202e', () => '#')).toBe('a\tb\r\nc\nd#e##');
  });
});
