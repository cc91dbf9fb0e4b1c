/** The fault every part of the language reports, and the nearest known word to a wrong one. */
import Fuse from 'fuse.js';

/** UTF-16 offsets into the query's text, and a sentence without a full stop. */
export interface QueryFault {
  start: number;
  end: number;
  message: string;
  /** The text is only unfinished (a field without its value, an open quote): more typing may fix it. */
  unfinished: boolean;
}

/** The word of `words` that looks most like `wrong`; null if none does. */
export function nearestWord(wrong: string, words: readonly string[]): string | null {
  const fuse = new Fuse(words, { threshold: 0.5, ignoreLocation: true, includeScore: true });
  const asTyped = fuse.search(wrong.slice(0, 32), { limit: 1 })[0];
  return asTyped?.item ?? null;
}

/** `"; did you mean busy?"` or `""`, for the end of a fault's message. */
export function didYouMean(wrong: string, words: readonly string[]): string {
  const nearest = nearestWord(wrong, words);
  return nearest === null ? '' : `; did you mean ${nearest}?`;
}
