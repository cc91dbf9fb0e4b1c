/** Words with wildcards: `*` stands for any text and `\*` for a star. */

import { LongText } from '../../patterns/long-text.js';

/** Longer pieces than this may take `indexOf` the product of the two lengths. */
const LONG = 64;

/** True if a star is a wildcard: `86*`, but not `\*86`. */
export function hasWildcard(word: string): boolean {
  return /(?<!\\)\*/.test(word);
}

/** The word without its escapes: `\*86` is `*86`. */
export function withoutEscapes(word: string): string {
  return word.replace(/\\\*/g, '*');
}

/** A test for whole texts. It goes through the text once, piece by piece, so no pattern can make it slow. */
export function wildcards(pattern: string, caseMatters: boolean): (text: string) => boolean {
  const folded = caseMatters ? pattern : pattern.toLowerCase();
  const pieces = folded.split(/(?<!\\)\*/).map(withoutEscapes);
  const first = pieces[0]!;
  const last = pieces[pieces.length - 1]!;
  const middle = pieces
    .slice(1, -1)
    .map(piece => ({ piece, long: piece.length > LONG ? new LongText(piece, true) : null }));
  return text => {
    const folded = caseMatters ? text : text.toLowerCase();
    if (pieces.length === 1) return folded === first;
    if (folded.length < first.length + last.length || !folded.startsWith(first) || !folded.endsWith(last)) return false;
    let position = first.length;
    for (const { piece, long } of middle) {
      const found = long === null ? folded.indexOf(piece, position) : long.indexIn(folded, position);
      if (found < 0) return false;
      position = found + piece.length;
    }
    return position <= folded.length - last.length;
  };
}
