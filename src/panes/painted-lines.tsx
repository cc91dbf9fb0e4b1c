/**
 * Rows of a pane. In: lines of spans that fit the pane's width. Out: one memoised text node a row: an unchanged row costs React
 * one comparison of strings.
 */
import { Box, Text, Transform } from 'ink';
import { memo, useContext } from 'react';
import type { FramePieces } from '../terminal/frame-pieces.js';
import { cutLine, type Line } from '../terminal/line.js';
import { paint, type Theme } from '../terminal/theme.js';
import { Left, Pieces } from './frame.js';

interface RowProps {
  text: string;
  left: number;
  pieces: FramePieces | null;
}

/**
 * Ink measures a text twice before it draws it, a fifth of a frame's time, and knows no better than we do how wide it is: it
 * lays out one space, and when it is drawn the row takes its place, or a mark that stands for the row.
 */
const Row = memo(function Row({ text, left, pieces }: RowProps) {
  return (
    <Transform transform={() => pieces?.mark(left, text) ?? text}>
      <Text> </Text>
    </Transform>
  );
});

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
  return (
    <Box flexDirection="column" width={pieces ? 1 : width} height={height} flexShrink={0}>
      {lines.slice(0, Math.max(0, height)).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place, whatever stands there
        <Row key={at} text={paint(cutLine(line, width), theme)} left={left} pieces={pieces} />
      ))}
    </Box>
  );
}
