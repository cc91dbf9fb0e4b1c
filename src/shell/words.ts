/**
 * A line of the prompt cut into words. In: what was typed. Out: its words; quotes hold one together, and inside them a
 * backslash takes the next character as it is.
 */

export interface Word {
  text: string;
  /** Where it begins in the line, its quote included. */
  start: number;
}

const WORD = /"((?:[^"\\]|\\.)*)(?:"|$)|'([^']*)(?:'|$)|\S+/gs;

/** "~" and "~/x" at and below the home; any other path as it is. */
export function pathOf(typed: string, home: string): string {
  return /^~(?=\/|$)/.test(typed) ? home + typed.slice(1) : typed;
}

export function words(line: string): Word[] {
  return Array.from(line.matchAll(WORD), found => ({
    text: found[1]?.replace(/\\(.)/gs, '$1') ?? found[2] ?? found[0],
    start: found.index,
  }));
}
