/** The canvas: a window on a wider drawing in which wide characters are never halved. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Canvas } from '../../src/flow/canvas.js';
import { textOf } from '../../src/terminal/line.js';
import { safe, width } from '../../src/terminal/text.js';

describe('Canvas', () => {
  it('shows the part of a drawing that is in its window', () => {
    const canvas = new Canvas(3, 5);
    expect(canvas.put(0, 'abcdefghij', 'plain')).toBe(10);
    expect(textOf(canvas.line())).toBe('defgh');
  });

  it('merges neighbours of one role and drops the spaces at the end', () => {
    const canvas = new Canvas(0, 10);
    canvas.put(0, 'ab', 'request');
    canvas.put(2, 'cd', 'request');
    canvas.put(5, 'e', 'media');
    expect(canvas.line()).toEqual([
      { text: 'abcd ', role: 'request' },
      { text: 'e', role: 'media' },
    ]);
  });

  it('replaces a wide character with spaces if an edge or another piece halves it', () => {
    const canvas = new Canvas(1, 6);
    canvas.put(0, '電話電話', 'plain');
    expect(textOf(canvas.line())).toBe(' 話電');
    canvas.put(4, '|', 'faint');
    expect(textOf(canvas.line())).toBe(' 話|');
    canvas.put(3, '|', 'faint');
    expect(textOf(canvas.line())).toBe('  ||');
  });

  it('is never wider than its window', () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: -5, max: 30 }), fc.string({ unit: 'grapheme', maxLength: 8 })));
    fc.assert(
      fc.property(pieces, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 20 }), (put, from, columns) => {
        const canvas = new Canvas(from, columns);
        for (const [column, text] of put) canvas.put(column, safe(text), 'plain');
        expect(width(textOf(canvas.line()))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
