/**
 * Splits a line of the prompt into words. Quotes hold a word together; inside double quotes a backslash escapes the
 * next character.
 */

export interface Word {
  text: string;
  /** Offset in the line, including its quote. */
  start: number;
}

const WORD = /"((?:[^"\\]|\\.)*)(?:"|$)|'([^']*)(?:'|$)|\S+/gs;

/** Expands "~" and "~/x"; any other path stays as it is. */
export function pathOf(typed: string, home: string): string {
  return /^~(?=\/|$)/.test(typed) ? home + typed.slice(1) : typed;
}

export function words(line: string): Word[] {
  return Array.from(line.matchAll(WORD), found => ({
    text: found[1]?.replace(/\\(.)/gs, '$1') ?? found[2] ?? found[0],
    start: found.index,
  }));
}
