/** Finds text in the lines of a message. */
import { literalSearch, patternOf } from '../../patterns/pattern.js';
import type { TextSearch } from '../../patterns/text-search.js';

/** A place of the text looked for: UTF-16 offsets in the text of a line. */
export interface Hit {
  line: number;
  start: number;
  end: number;
}

/** Most characters of a wrong pattern that its fault quotes. */
const MAX_QUOTED = 20;
/** Most places that are found: more of them help nobody. */
const MAX_HITS = 10_000;

/**
 * What a text stands for: "/…/" is a regular expression, anything else the text itself; capitals count only where there are
 * some. Or why it is not searched, in a sentence.
 */
export function searchFor(text: string, flags = ''): { search: TextSearch } | { fault: string } {
  const all = `${flags}${text === text.toLowerCase() ? 'iu' : 'u'}`;
  const source = /^\/(.+?)\/?$/s.exec(text)?.[1];
  if (source === undefined) return { search: literalSearch(text, all) };
  const made = patternOf(source, all);
  if ('pattern' in made) return { search: made.pattern };
  const { start, end, message } = made.fault;
  const part = source.slice(start, Math.min(end, start + MAX_QUOTED));
  return { fault: `This pattern is not searched: at character ${start + 1}, "${part}", ${message}.` };
}

/** What was found last in the lines of a message: it is asked for several times a frame. */
const lastFound = new WeakMap<object, { text: string; hits: readonly Hit[] }>();

/** All places of a text in the lines. None for an empty or a wrong text. */
export function findInMessage(lines: readonly { text: string }[], text: string): readonly Hit[] {
  const last = lastFound.get(lines);
  if (last?.text === text) return last.hits;
  const hits = hitsIn(lines, text);
  lastFound.set(lines, { text, hits });
  return hits;
}

function hitsIn(lines: readonly { text: string }[], text: string): Hit[] {
  const made = text === '' ? { fault: '' } : searchFor(text);
  if ('fault' in made) return [];
  const hits: Hit[] = [];
  for (const [line, { text: shown }] of lines.entries()) {
    for (const { start, end } of made.search.matches(shown)) {
      if (hits.length >= MAX_HITS) return hits;
      hits.push({ line, start, end });
    }
  }
  return hits;
}
