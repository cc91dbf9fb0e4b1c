/** The characters a ladder is drawn with, all one cell wide. In: nothing. Out: the set for UTF-8 and the one for ASCII. */

export interface LadderGlyphs {
  lane: string;
  /** A request's line, and a response's; the pattern repeats. */
  solid: string;
  dashed: string;
  /** What a host sent that is no SIP, as an ICMP error; and what the capture lacks. */
  double: string;
  dotted: string;
  /** Where an arrow passes a lane it does not touch. */
  crossing: string;
  headRight: string;
  headLeft: string;
  /** A message from a lane to itself, drawn right of its lane and left of it. */
  loopRight: string;
  loopLeft: string;
  /** The whole of an arrow lies beyond the edge. */
  beyondLeft: string;
  beyondRight: string;
  cursor: string;
  mark: string;
  times: string;
  /** What stands for the text that was cut. */
  cut: string;
}

export const UNICODE_LADDER: LadderGlyphs = {
  lane: '│',
  solid: '─',
  dashed: '╌',
  double: '═',
  dotted: '┈',
  crossing: '┼',
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
