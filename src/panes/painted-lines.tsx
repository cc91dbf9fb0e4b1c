/**
 * Rows of a pane. In: lines of spans that fit the pane's width. Out: one character for Ink, a mark that the painted rows go by
 * to the screen (terminal/frame-pieces.ts).
 */
import { Text, Transform } from 'ink';
import { useContext } from 'react';
import { cutLine, type Line } from '../terminal/line.js';
import { paint, type Theme } from '../terminal/theme.js';
import { Begin, Pieces } from './frame.js';

export interface PaintedLinesProps {
  lines: readonly Line[];
  width: number;
  height: number;
  theme: Theme;
}

/** At most `height` rows of at most `width` cells; what is too much is not drawn. */
export function PaintedLines({ lines, width, height, theme }: PaintedLinesProps) {
  const pieces = useContext(Pieces);
  const begin = useContext(Begin);
  const rows = lines.slice(0, Math.max(0, height)).map(line => paint(cutLine(line, width), theme));
  return (
    <Transform transform={() => pieces.mark(begin, rows)}>
      <Text> </Text>
    </Transform>
  );
}
