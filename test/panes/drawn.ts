/** What Ink's frames stand for, as rows of plain text. */
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink-testing-library';
import { createElement, type ReactElement } from 'react';
import { Pieces } from '../../src/panes/painted-lines.js';
import { FramePieces } from '../../src/terminal/frame-pieces.js';
import { pad } from '../../src/terminal/text.js';

/** The rows of a frame as a terminal would show them. */
export function drawnRows(pieces: FramePieces, frame: string): string[] {
  return (pieces.rowsOf(frame) ?? [])
    .map(row => row.reduce((shown, { column, text }) => pad(shown, column) + stripVTControlCharacters(text), ''))
    .map(row => row.trimEnd());
}

/** A pane drawn by Ink: its rows. */
export function drawnByInk(pane: ReactElement): string[] {
  const pieces = new FramePieces();
  const { lastFrame, unmount } = render(createElement(Pieces, { value: pieces }, pane));
  const rows = drawnRows(pieces, lastFrame() ?? '');
  unmount();
  return rows;
}
