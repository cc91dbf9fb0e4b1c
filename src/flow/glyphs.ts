/** The characters of a ladder, all one cell wide: a set for UTF-8 and one for ASCII. */

export interface LadderGlyphs {
  lane: string;
  /** A request's line, and a response's; the pattern repeats. */
  solid: string;
  dashed: string;
  /** An event a host sent, such as an ICMP error; and a gap in the capture. */
  double: string;
  dotted: string;
  /** Where an arrow crosses a lane without touching it. */
  crossing: string;
  /** On the lane of a host that turns one leg of a call into the next. */
  turn: string;
  headRight: string;
  headLeft: string;
  /** A message from a lane to itself, drawn right of its lane and left of it. */
  loopRight: string;
  loopLeft: string;
  /** The arrow is entirely beyond the edge. */
  beyondLeft: string;
  beyondRight: string;
  cursor: string;
  mark: string;
  times: string;
  /** Stands for text that was cut off. */
  cut: string;
}

export const UNICODE_LADDER: LadderGlyphs = {
  lane: '│',
  solid: '─',
  dashed: '╌',
  double: '═',
  dotted: '┈',
  crossing: '┼',
  turn: '◆',
  headRight: '►',
  headLeft: '◄',
  loopRight: '◄─╮',
  loopLeft: '╭─►',
  beyondLeft: '◂',
  beyondRight: '▸',
  cursor: '›',
  mark: '*',
  times: '×',
  cut: '…',
};

export const ASCII_LADDER: LadderGlyphs = {
  lane: '|',
  solid: '-',
  dashed: '- ',
  double: '=',
  dotted: '. ',
  crossing: '+',
  turn: 'o',
  headRight: '>',
  headLeft: '<',
  loopRight: '<-.',
  loopLeft: '.->',
  beyondLeft: '<',
  beyondRight: '>',
  cursor: '>',
  mark: '*',
  times: 'x',
  cut: '~',
};
