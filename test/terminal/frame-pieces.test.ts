import { describe, expect, it } from 'vitest';
import { FramePieces } from '../../src/terminal/frame-pieces.js';

describe('FramePieces', () => {
  it('puts the rows of each pane at its place, below one another and side by side', () => {
    const pieces = new FramePieces();
    const list = pieces.mark(0, ['head', '', 'row']);
    const message = pieces.mark(10, ['one', 'two']);
    const flow = pieces.mark(0, ['flow']);
    expect(pieces.rowsOf(`${list}\n\n\n${flow}  ${message}\n`)).toEqual([
      [{ column: 0, text: 'head' }],
      [],
      [{ column: 0, text: 'row' }],
      [
        { column: 0, text: 'flow' },
        { column: 10, text: 'one' },
      ],
      [{ column: 10, text: 'two' }],
    ]);
  });

  it('leaves a frame without marks alone, and cuts a pane at the bottom', () => {
    const pieces = new FramePieces();
    expect(pieces.rowsOf('plain\ntext')).toBeNull();
    expect(pieces.rowsOf(pieces.mark(0, ['in', 'out']))).toEqual([[{ column: 0, text: 'in' }]]);
  });

  it('knows the marks of the frame before last', () => {
    const pieces = new FramePieces();
    const frames = Array.from({ length: 1000 }, (_, at) => pieces.mark(0, [`frame ${at}`]));
    for (const at of [998, 999]) expect(pieces.rowsOf(frames[at]!)).toEqual([[{ column: 0, text: `frame ${at}` }]]);
  });
});
