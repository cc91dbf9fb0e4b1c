/**
 * Text of the user or of a packet as a sentence quotes it: never longer than one looks through at a glance. What is left out is
 * "…". Making it safe to print is left to whoever prints it.
 */

const ELLIPSIS = '…';
/** UTF-16 units of a word in a sentence. */
const MAX_WORD = 60;
/** UTF-16 units of a text with a mark below it, and of it before and behind the mark's beginning. */
const MAX_TEXT = 160;
const BEFORE = 60;
const BEHIND = 80;

/** A word in a sentence. */
export function quoted(word: string): string {
  return word.length <= MAX_WORD ? word : word.slice(0, whole(word, MAX_WORD - 1)) + ELLIPSIS;
}

/** The part of a text around what is marked, from `start` to `end`, and where the mark is in that part. */
export function excerpt(text: string, start: number, end: number): { text: string; start: number; end: number } {
  if (text.length <= MAX_TEXT) return { text, start, end };
  const from = start <= BEFORE + 1 ? 0 : whole(text, start - BEFORE);
  const to = start + BEHIND >= text.length ? text.length : whole(text, start + BEHIND);
  const head = from > 0 ? ELLIPSIS : '';
  const tail = to < text.length ? ELLIPSIS : '';
  const moved = head.length - from;
  return {
    text: head + text.slice(from, to) + tail,
    start: start + moved,
    end: Math.max(start, Math.min(end, to)) + moved,
  };
}

/** The offset, or the one before it where it is within a character. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
