/**
 * Rows of a pane. In: lines of spans that fit the pane's width. Out: one memoised text node a row, the cheapest form for
 * Ink: an unchanged row costs React one comparison of strings.
 */
import { Box, Text, Transform } from 'ink';
import { memo } from 'react';
import { cutLine, type Line } from '../terminal/line.js';
import { paint, type Theme } from '../terminal/theme.js';

/**
 * Ink measures a text twice before it draws it, a fifth of a frame's time, and knows no better than we do how wide it is: it
 * lays out one space, and the row takes its place when it is drawn.
 */
const Row = memo(function Row({ text }: { text: string }) {
  return (
    <Transform transform={() => text}>
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
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      {lines.slice(0, Math.max(0, height)).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place, whatever stands there
        <Row key={at} text={paint(cutLine(line, width), theme)} />
      ))}
    </Box>
  );
}
