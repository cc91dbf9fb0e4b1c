/**
 * What this terminal can do. In: the environment and the command line. Out: whether a full screen is possible at all, and
 * the characters frames and arrows are drawn with.
 */

/** Characters of the screen's furniture, each one cell wide. */
export interface Glyphs {
  horizontal: string;
  vertical: string;
  topLeft: string;
  topRight: string;
  bottomLeft: string;
  bottomRight: string;
  teeLeft: string;
  teeRight: string;
  teeTop: string;
  teeBottom: string;
  crossing: string;
  arrowRight: string;
  arrowLeft: string;
  arrowUp: string;
  arrowDown: string;
  ellipsis: string;
  times: string;
  check: string;
  cross: string;
  dot: string;
  warning: string;
  /** The cursor row of a list that has not the focus. */
  pointer: string;
  marked: string;
  /** Bars of progress and of scrolling. */
  full: string;
  empty: string;
}

const unicode: Glyphs = {
  horizontal: '─',
  vertical: '│',
  topLeft: '┌',
  topRight: '┐',
  bottomLeft: '└',
  bottomRight: '┘',
  teeLeft: '├',
  teeRight: '┤',
  teeTop: '┬',
  teeBottom: '┴',
  crossing: '┼',
  arrowRight: '>',
  arrowLeft: '<',
  arrowUp: '↑',
  arrowDown: '↓',
  ellipsis: '…',
  times: '×',
  check: '✓',
  cross: '✗',
  dot: '·',
  warning: '!',
  pointer: '›',
  marked: '*',
  full: '█',
  empty: '░',
};

const ascii: Glyphs = {
  horizontal: '-',
  vertical: '|',
  topLeft: '+',
  topRight: '+',
  bottomLeft: '+',
  bottomRight: '+',
  teeLeft: '+',
  teeRight: '+',
  teeTop: '+',
  teeBottom: '+',
  crossing: '+',
  arrowRight: '>',
  arrowLeft: '<',
  arrowUp: '^',
  arrowDown: 'v',
  ellipsis: '~',
  times: 'x',
  check: '+',
  cross: 'x',
  dot: '.',
  warning: '!',
  pointer: '>',
  marked: '*',
  full: '#',
  empty: '.',
};

/** The glyphs of a terminal, by whether it is kept to ASCII. */
export function glyphsFor(asciiOnly: boolean): Glyphs {
  return asciiOnly ? ascii : unicode;
}

/**
 * Whether to keep to ASCII: asked for, or the locale is not UTF-8. The locale of characters is the first of LC_ALL,
 * LC_CTYPE and LANG that is not empty (POSIX, "Environment Variables"); none at all is the C locale.
 */
export function asciiOnly(asked: boolean, env: NodeJS.ProcessEnv): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'C';
  return asked || !/utf-?8/i.test(locale);
}

/** Why there can be no full screen here, in a sentence; null where there can. */
export function screenFault(outputIsTerminal: boolean, env: NodeJS.ProcessEnv): string | null {
  if (!outputIsTerminal) {
    return 'The screen needs a terminal and the output is none: use a command such as "list" or "stats".';
  }
  if (env['TERM'] === 'dumb') {
    return 'The screen needs a terminal that can place its cursor (TERM is "dumb"): use a command such as "list" or "stats".';
  }
  return null;
}
