/** What the terminal can do: whether a full screen is possible, and which characters draw frames and arrows. */

/** Characters that draw frames, arrows and symbols, each one cell wide. */
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
  /** Marks the cursor row of a list without focus. */
  pointer: string;
  marked: string;
  /** Progress and scroll bars. */
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

/** The glyphs of a terminal, in Unicode or ASCII. */
export function glyphsFor(asciiOnly: boolean): Glyphs {
  return asciiOnly ? ascii : unicode;
}

/**
 * Whether to use ASCII only: on request, or if the locale is not UTF-8. The character locale is the first of LC_ALL,
 * LC_CTYPE and LANG that is not empty (POSIX, "Environment Variables"); without any it is the C locale.
 */
export function asciiOnly(asked: boolean, env: NodeJS.ProcessEnv): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'C';
  return asked || !/utf-?8/i.test(locale);
}

/** Why a full screen is not possible here, in a sentence; null if it is. */
export function screenFault(outputIsTerminal: boolean, env: NodeJS.ProcessEnv): string | null {
  if (!outputIsTerminal) {
    return 'The screen needs a terminal and the output is none: use a command such as "list" or "stats".';
  }
  if (env['TERM'] === 'dumb') {
    return 'The screen needs a terminal that can place its cursor (TERM is "dumb"): use a command such as "list" or "stats".';
  }
  return null;
}
