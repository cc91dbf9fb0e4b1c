/** Finds text in the lines of a message. */

/** A place of the text looked for: UTF-16 offsets in the text of a line. */
export interface Hit {
  line: number;
  start: number;
  end: number;
}

/** Most places that are found: more of them help nobody. */
const MAX_HITS = 10_000;

/**
 * The pattern a text stands for: "/…/" is a regular expression, anything else the text itself; capitals count only where
 * there are some. Or why it is none, in a sentence.
 */
export function searchFor(text: string): { pattern: RegExp } | { fault: string } {
  const flags = text === text.toLowerCase() ? 'giu' : 'gu';
  const regular = /^\/(.+?)\/?$/s.exec(text);
  const source = regular ? regular[1]! : text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  try {
    return { pattern: new RegExp(source, flags) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /s, '') : 'unreadable';
    return { fault: `This is no regular expression: ${reason}.` };
  }
}

/** All places of a text in the lines. None for an empty or a wrong text. */
export function findInMessage(lines: readonly { text: string }[], text: string): Hit[] {
  const search = text === '' ? { fault: '' } : searchFor(text);
  if ('fault' in search) return [];
  const hits: Hit[] = [];
  for (const [line, { text: shown }] of lines.entries()) {
    for (const { index, 0: found } of shown.matchAll(search.pattern)) {
      if (hits.length >= MAX_HITS) return hits;
      if (found !== '') hits.push({ line, start: index, end: index + found.length });
    }
  }
  return hits;
}
