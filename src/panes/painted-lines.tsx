/**
 * Rows of a pane. In: lines of spans that fit the pane's width. Out: one memoised text node a row, the cheapest form for
 * Ink: an unchanged row costs React one comparison of strings.
 */
import { Box, Text } from 'ink';
import { memo } from 'react';
import type { Line } from '../terminal/line.js';
import { paint, type Theme } from '../terminal/theme.js';

const Row = memo(function Row({ text }: { text: string }) {
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

export interface PaintedLinesProps {
  lines: readonly Line[];
  width: number;
  height: number;
  theme: Theme;
}

/** Exactly `height` rows: what is missing is left empty, what is too much is not drawn. */
export function PaintedLines({ lines, width, height, theme }: PaintedLinesProps) {
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      {lines.slice(0, Math.max(0, height)).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place, whatever stands there
        <Row key={at} text={paint(line, theme)} />
      ))}
    </Box>
  );
}
