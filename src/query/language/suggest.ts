/**
 * Completion in the editor: what may follow at the caret, best first, and the field whose values in the capture
 * should be offered too. The caller fetches those and ranks them with `ranked`.
 */
import Fuse from 'fuse.js';
import { textBeside } from './beside.js';
import { fieldAtEnd, wordAtCaret } from './caret.js';
import { FIELDS, type Field } from './fields.js';
import type { Token } from './lexer.js';
import { bareGroups, groupText, NONE } from './stand-ins.js';

export interface Suggestion {
  /** Replaces the text between `from` and `to`. */
  text: string;
  /** A few words about it; '' for none. */
  help: string;
}

export interface Suggestions {
  /** The word at the caret: the text a chosen suggestion replaces. */
  from: number;
  to: number;
  /** Its part before the caret. */
  prefix: string;
  items: Suggestion[];
  /** The field whose values are wanted; null for none. */
  want: Want | null;
}

/** Values of a field, counted among the conversations that the rest of the query, `within`, finds. */
export interface Want {
  field: string;
  within: string;
}

/** Headers with a short name, offered before those that occur. */
const SHORT_HEADERS: readonly Suggestion[] = [
  { text: 'diversion', help: 'Diversion' },
  { text: 'pai', help: 'P-Asserted-Identity' },
  { text: 'ppi', help: 'P-Preferred-Identity' },
  { text: 'rpid', help: 'Remote-Party-ID' },
  { text: 'privacy', help: 'Privacy' },
];

const OPENINGS: readonly Suggestion[] = [
  ...bareGroups().map(({ word, members }) => ({ text: word, help: groupText(members) })),
  { text: 'not', help: 'all but' },
  { text: 'message(', help: 'one message meets all of it' },
];

const JOINS: readonly Suggestion[] = [
  { text: 'and', help: 'both' },
  { text: 'or', help: 'either' },
];

const MAX_SUGGESTIONS = 50;
/** Fuzzy matching looks at no more items than this, since it runs on every key. */
const MAX_FUZZY = 500;

/** The values that are wanted at the caret; null for none. */
export function wanted(text: string, caret: number): Want | null {
  const { before, from } = wordAtCaret(text, caret);
  const { field } = fieldAtEnd(before);
  if (field === null || !isCounted(field) || isOrdered(before)) return null;
  return { field: field.name, within: textBeside(text, from, wordEnd(text, caret)) };
}

/** Whether the values of a field that occur are counted; of durations and times, that there is none. */
function isCounted({ type, completion, words, canBeAbsent }: Field): boolean {
  if (type === 'presence') return false;
  const isAbsence = canBeAbsent && (type === 'duration' || type === 'time');
  return completion === 'values' || (type === 'word' && words.length > 0) || isAbsence;
}

/** Whether the word is compared by size: no value that occurs is meant. */
function isOrdered(before: readonly Token[]): boolean {
  const last = before.at(-1);
  return last?.kind === 'compare' && last.text !== '=' && last.text !== '!=';
}

function wordEnd(text: string, caret: number): number {
  return caret + /^[^\s()"]*/.exec(text.slice(caret))![0].length;
}

/** What may stand at the caret. `headers` are the names that occur in the capture, most frequent first. */
export function suggest(text: string, caret: number, headers: readonly string[]): Suggestions {
  const { before, from, prefix } = wordAtCaret(text, caret);
  const to = wordEnd(text, caret);
  const { field, hasValue } = fieldAtEnd(before);
  const named = headers.map(name => ({ text: name, help: '' }));
  let items: Suggestion[];
  if (field?.type === 'presence' && !hasValue)
    items = field.words.length > 0 ? valuesOf(field) : [...SHORT_HEADERS, ...named];
  else if (/^header\./i.test(prefix)) items = named.map(({ text }) => ({ text: `header.${text}`, help: '' }));
  else items = [...valuesOf(field), ...(field === null || hasValue ? fieldsAndWords(before.length > 0) : [])];
  return { from, to, prefix, items: ranked(prefix, items), want: wanted(text, caret) };
}

/**
 * Items that begin with the prefix, then those that contain it, then, if there are few, those that look like it. A
 * prefix that is an item already looks like no other. An empty prefix keeps all of them in order.
 */
export function ranked(prefix: string, items: readonly Suggestion[]): Suggestion[] {
  if (prefix === '') return items.slice(0, MAX_SUGGESTIONS);
  const typed = prefix.toLowerCase();
  const begins: Suggestion[] = [];
  const holds: Suggestion[] = [];
  const others: Suggestion[] = [];
  for (const item of items) {
    const at = item.text.toLowerCase().indexOf(typed);
    (at === 0 ? begins : at > 0 ? holds : others).push(item);
    if (begins.length === MAX_SUGGESTIONS) return begins;
  }
  const found = [...begins, ...holds].slice(0, MAX_SUGGESTIONS);
  const isWhole = begins.some(({ text }) => text.length === typed.length);
  if (isWhole || others.length > MAX_FUZZY) return found;
  const fuse = new Fuse(others, { keys: ['text'], threshold: 0.4, ignoreLocation: true });
  const alike = fuse.search(prefix.slice(0, 32), { limit: MAX_SUGGESTIONS - found.length || 1 }).map(near => near.item);
  return [...found, ...alike].slice(0, MAX_SUGGESTIONS);
}

/** The words of a field. That there is no value is offered here where it cannot be counted. */
function valuesOf(field: Field | null): Suggestion[] {
  if (field === null) return [];
  const words = field.words.map(text => ({ text, help: '' }));
  const groups = Array.from(field.groups, ([text, members]) => ({ text, help: groupText(members) }));
  const none = field.canBeAbsent && !isCounted(field) ? [{ text: NONE, help: 'not there' }] : [];
  return [...words, ...groups, ...none];
}

function fieldsAndWords(joins: boolean): Suggestion[] {
  const fields = FIELDS.map(({ name, help }) => ({ text: name === 'header' ? 'header.' : name, help }));
  return [...(joins ? JOINS : []), ...fields, ...OPENINGS];
}
