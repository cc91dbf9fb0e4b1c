/**
 * The rows of a pane. Ink gets one character, the mark under which the painted rows go past it to the screen
 * (terminal/frame-pieces.ts).
 */
import { Text, Transform } from 'ink';
import { createContext, useContext } from 'react';
import { FramePieces, type Origin } from '../terminal/frame-pieces.js';
import { cutLine, type Line } from '../terminal/line.js';
import { paint, type Theme } from '../terminal/theme.js';

/** Carries painted rows past Ink to the screen. */
export const Pieces = createContext(new FramePieces());

/** The first cell of the pane being drawn. */
export const PaneOrigin = createContext<Origin>({ left: 0, top: 0 });

export interface PaintedLinesProps {
  lines: readonly Line[];
  width: number;
  height: number;
  theme: Theme;
}

/** Draws at most `height` rows of at most `width` cells; the rest is cut off. */
export function PaintedLines({ lines, width, height, theme }: PaintedLinesProps) {
  const pieces = useContext(Pieces);
  const origin = useContext(PaneOrigin);
  const rows = lines.slice(0, Math.max(0, height)).map(line => paint(cutLine(line, width), theme));
  return (
    <Transform transform={() => pieces.mark(origin, rows)}>
      <Text> </Text>
    </Transform>
  );
}
