/**
 * Completion in the editor: what may follow at the caret, best first, and the field whose values in the capture
 * should be offered too. The caller fetches those and ranks them with `ranked`.
 */
import Fuse from 'fuse.js';
import { FIELDS, type Field, fieldOf } from './fields.js';
import { type Token, tokens } from './lexer.js';

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
  want: { field: string } | null;
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

/** The field whose values are wanted at the caret; null for none. */
export function wanted(text: string, caret: number): { field: string } | null {
  const { field, hasValue } = fieldAtEnd(wordAtCaret(text, caret).before);
  const wants = field?.completion === 'values' && !(field.type === 'presence' && hasValue);
  return wants ? { field: field.name } : null;
}

/** What may stand at the caret. `headers` are the names that occur in the capture, most frequent first. */
export function suggest(text: string, caret: number, headers: readonly string[]): Suggestions {
  const { before, from, prefix } = wordAtCaret(text, caret);
  const to = caret + /^[^\s()"]*/.exec(text.slice(caret))![0].length;
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
 * Items that begin with the prefix, then those that contain it, then, if there are few, those that look like it. An
 * empty prefix keeps all of them in order.
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
  if (others.length > MAX_FUZZY) return found;
  const fuse = new Fuse(others, { keys: ['text'], threshold: 0.4, ignoreLocation: true });
  const alike = fuse.search(prefix.slice(0, 32), { limit: MAX_SUGGESTIONS - found.length || 1 }).map(near => near.item);
  return [...found, ...alike].slice(0, MAX_SUGGESTIONS);
}

/** The word the caret is in or after, and the tokens before it. */
function wordAtCaret(text: string, caret: number): { before: Token[]; from: number; prefix: string } {
  const cut = tokens(text.slice(0, caret));
  if (cut.fault !== null) {
    const open = text[cut.fault.start] === '"' ? 1 : 0;
    return { before: cut.tokens, from: cut.fault.start, prefix: text.slice(cut.fault.start + open, caret) };
  }
  const last = cut.tokens.at(-1);
  if (last?.end !== caret || (last.kind !== 'word' && last.kind !== 'join')) {
    return { before: cut.tokens, from: caret, prefix: '' };
  }
  return { before: cut.tokens.slice(0, -1), from: last.start, prefix: text.slice(last.start, caret) };
}

/** The field whose values follow these tokens. */
function fieldAtEnd(before: readonly Token[]): { field: Field | null; hasValue: boolean } {
  let field: Field | null = null;
  let hasValue = false;
  for (const token of before) {
    if (token.kind === 'compare') continue;
    const isValue = token.kind === 'quoted' || token.kind === 'regex' || token.kind === 'word';
    const named = token.kind === 'word' ? fieldOf(token.text) : null;
    const nameWanted = field?.type === 'presence' && !hasValue;
    if (named !== null && !nameWanted) {
      field = named.field;
      hasValue = false;
    } else if (isValue && field !== null) hasValue = true;
    else field = null;
  }
  return field?.type === 'presence' && hasValue ? { field: null, hasValue: true } : { field, hasValue };
}

function valuesOf(field: Field | null): Suggestion[] {
  return (field?.words ?? []).map(text => ({ text, help: '' }));
}

function fieldsAndWords(joins: boolean): Suggestion[] {
  const fields = FIELDS.map(({ name, help }) => ({ text: name === 'header' ? 'header.' : name, help }));
  return [...(joins ? JOINS : []), ...fields, ...OPENINGS];
}
