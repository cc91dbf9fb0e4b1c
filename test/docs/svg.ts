/** A terminal's screen as SVG: one text element per run of cells of one style, so that the text can be selected. */
import { isDeepStrictEqual } from 'node:util';
import type { IBufferCell, Terminal } from '@xterm/headless';

const CELL = { width: 8.4, height: 18, font: 14 };
const BACKGROUND = '#16181d';
const FOREGROUND = '#d6d9e0';
/** The sixteen colours, as a common dark scheme has them. */
const PALETTE = [
  ...['#2a2e37', '#e0626b', '#8fbf6f', '#d9b25f', '#6aa5e8', '#c083d8', '#59b8c2', '#c3c8d1'],
  ...['#6b7280', '#f07b83', '#a8d58a', '#edc97a', '#86bdf7', '#d59eea', '#78d0d9', '#ffffff'],
];

interface Look {
  colour: string;
  background: string;
  bold: boolean;
  faint: boolean;
}

export function svgOf(terminal: Terminal): string {
  const width = Math.ceil(terminal.cols * CELL.width) + 16;
  const height = terminal.rows * CELL.height + 16;
  const rows = Array.from({ length: terminal.rows }, (_, row) => rowOf(terminal, row)).join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    '<title>SIPvestigator</title>',
    `<rect width="${width}" height="${height}" rx="6" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${CELL.font}" xml:space="preserve">`,
    `${rows}</g>`,
    '</svg>\n',
  ].join('\n');
}

function rowOf(terminal: Terminal, row: number): string {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  const runs: { at: number; text: string; look: Look }[] = [];
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line?.getCell(column);
    if (!cell || cell.getWidth() === 0) continue;
    const look = lookOf(cell);
    const last = runs.at(-1);
    if (last && isDeepStrictEqual(last.look, look)) last.text += cell.getChars() || ' ';
    else runs.push({ at: column, text: cell.getChars() || ' ', look });
  }
  return runs
    .map(({ at, text, look }, index) => drawn(row, at, runs[index + 1]?.at ?? terminal.cols, text, look))
    .join('');
}

function drawn(row: number, from: number, to: number, text: string, { colour, background, bold, faint }: Look): string {
  const x = (8 + from * CELL.width).toFixed(1);
  const width = ((to - from) * CELL.width).toFixed(1);
  const top = 8 + row * CELL.height;
  const box =
    background === BACKGROUND
      ? ''
      : `<rect x="${x}" y="${top}" width="${width}" height="${CELL.height}" fill="${background}"/>`;
  if (text.trim() === '') return box === '' ? '' : `${box}\n`;
  const style = `${bold ? ' font-weight="bold"' : ''}${faint ? ' opacity="0.6"' : ''}`;
  return `${box}<text x="${x}" y="${top + 13}" textLength="${width}" fill="${colour}"${style}>${escaped(text)}</text>\n`;
}

function lookOf(cell: IBufferCell): Look {
  const colour = cell.isFgDefault() ? FOREGROUND : colourOf(cell.getFgColor(), cell.isFgRGB());
  const background = cell.isBgDefault() ? BACKGROUND : colourOf(cell.getBgColor(), cell.isBgRGB());
  const inverse = cell.isInverse() !== 0;
  return {
    colour: inverse ? background : colour,
    background: inverse ? colour : background,
    bold: cell.isBold() !== 0,
    faint: cell.isDim() !== 0,
  };
}

/** A palette index or 0xRRGGBB; of the 256 colours the cube and the greys as xterm computes them. */
function colourOf(value: number, rgb: boolean): string {
  if (!rgb && value < 16) return PALETTE[value]!;
  const hex = (number: number) => number.toString(16).padStart(2, '0');
  if (rgb) return `#${value.toString(16).padStart(6, '0')}`;
  if (value >= 232) return `#${hex(8 + (value - 232) * 10).repeat(3)}`;
  const step = (share: number) => hex(share === 0 ? 0 : 55 + share * 40);
  const cube = value - 16;
  return `#${step(Math.floor(cube / 36))}${step(Math.floor(cube / 6) % 6)}${step(cube % 6)}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
