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
 * So much of a message is looked through, in UTF-16 units times the weight of what is looked for: all of the longest message for
 * most patterns, a quarter of it for those of many places.
 */
const MAX_WORK = 1_200_000;

/** The first places in a message. */
export interface Places {
  hits: readonly Hit[];
  /** There are no others. */
  all: boolean;
}

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
const lastFound = new WeakMap<object, Places & { text: string }>();

/** The first places of a text in the lines, and whether those are all. None for an empty or a wrong text. */
export function findInMessage(lines: readonly { text: string }[], text: string): Places {
  const last = lastFound.get(lines);
  if (last?.text === text) return last;
  const found = { text, ...placesIn(lines, text) };
  lastFound.set(lines, found);
  return found;
}

function placesIn(lines: readonly { text: string }[], text: string): Places {
  const made = text === '' ? { fault: '' } : searchFor(text);
  if ('fault' in made) return { hits: [], all: true };
  const { search } = made;
  const hits: Hit[] = [];
  let room = Math.floor(MAX_WORK / search.weight);
  for (const [line, { text: whole }] of lines.entries()) {
    const looked = whole.slice(0, room);
    const isCut = looked.length < whole.length;
    for (const { start, end } of search.matches(looked, MAX_HITS + 1 - hits.length)) {
      // What ends where the text was cut need not be a place.
      if (!isCut || end < looked.length) hits.push({ line, start, end });
    }
    if (hits.length > MAX_HITS) return { hits: hits.slice(0, MAX_HITS), all: false };
    if (isCut) return { hits, all: false };
    room -= looked.length;
  }
  return { hits, all: true };
}
