import { describe, expect, it } from 'vitest';
import { FramePieces } from '../../src/terminal/frame-pieces.js';

describe('FramePieces', () => {
  it('puts the rows of each pane at its place, below one another and side by side', () => {
    const pieces = new FramePieces();
    const message = pieces.mark({ left: 10, top: 3 }, ['one', 'two']);
    const list = pieces.mark({ left: 0, top: 0 }, ['head', '', 'row']);
    const flow = pieces.mark({ left: 0, top: 3 }, ['flow']);
    expect(pieces.rowsOf(`${list}\n${message}\n${flow}\n`)).toEqual([
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

  it('leaves a frame without marks alone, and rows without a pane empty', () => {
    const pieces = new FramePieces();
    expect(pieces.rowsOf('plain\ntext')).toBeNull();
    expect(pieces.rowsOf(pieces.mark({ left: 0, top: 2 }, ['low']))).toEqual([[], [], [{ column: 0, text: 'low' }]]);
  });

  it('knows the marks of the frame before last', () => {
    const pieces = new FramePieces();
    const frames = Array.from({ length: 1000 }, (_, at) => pieces.mark({ left: 0, top: 0 }, [`frame ${at}`]));
    for (const at of [998, 999]) expect(pieces.rowsOf(frames[at]!)).toEqual([[{ column: 0, text: `frame ${at}` }]]);
  });
});
