/**
 * Rows of a pane. In: lines of spans that fit the pane's width. Out: a box of that height with one character in it, a mark that
 * the painted rows go by to the screen (terminal/frame-pieces.ts).
 */
import { Box, Text, Transform } from 'ink';
import { useContext } from 'react';
import { cutLine, type Line } from '../terminal/line.js';
import { paint, type Theme } from '../terminal/theme.js';
import { Left, Pieces } from './frame.js';

export interface PaintedLinesProps {
  lines: readonly Line[];
  width: number;
  height: number;
  theme: Theme;
}

/** Exactly `height` rows of at most `width` cells: what is missing is left empty, what is too much is not drawn. */
export function PaintedLines({ lines, width, height, theme }: PaintedLinesProps) {
  const pieces = useContext(Pieces);
  const left = useContext(Left);
  const rows = lines.slice(0, Math.max(0, height)).map(line => paint(cutLine(line, width), theme));
  return (
    <Box width={1} height={height} flexShrink={0}>
      <Transform transform={() => pieces.mark(left, rows)}>
        <Text> </Text>
      </Transform>
    </Box>
  );
}
