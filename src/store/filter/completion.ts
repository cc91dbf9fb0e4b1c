/**
 * Completion of the word at the cursor of the filter: suggestions of the query language, with the headers and values
 * that occur in the capture, and the text they replace.
 */
import { quote } from '../../query/language/print.js';
import { fieldNamed } from '../../query/language/fields.js';
import { groupText, isStandIn, NONE } from '../../query/language/stand-ins.js';
import { ranked, suggest, type Suggestion, type Want, wanted } from '../../query/language/suggest.js';
import type { ValueCount } from '../../engine/protocol/query.js';
import type { State } from '../state.js';

export interface Completion {
  /** UTF-16 offsets in the filter's text of what it replaces. */
  start: number;
  end: number;
  text: string;
  detail: string;
}

/** More are not looked at. */
const LIMIT = 20;

/** The text the completions are for: that before the last one was written. */
function written(state: State): { text: string; cursor: number } {
  const { editor, choice } = state.filter;
  return choice >= 0 ? (editor.undo.at(-1) ?? editor) : editor;
}

/** The values worth asking for at the cursor; null if none are. */
export function wantedValues(state: State): Want | null {
  const { text, cursor } = written(state);
  return wanted(text, cursor);
}

/** What values are kept by. */
export function valuesKey({ field, within }: Want): string {
  return `${field}\n${within}`;
}

/** Completions in the order they are offered. */
export function completionsOf(state: State): readonly Completion[] {
  const { text, cursor } = written(state);
  const names = state.headers.value.map(({ name }) => name);
  const { from, to, prefix, items, want } = suggest(text, cursor, names);
  const known = want && state.values.answered === valuesKey(want) ? countedValues(want.field, state.values.value) : [];
  const met = new Set(known.map(item => item.text));
  return [...ranked(prefix, known), ...items.filter(item => !met.has(item.text))]
    .filter(item => item.text.toLowerCase() !== prefix.toLowerCase())
    .slice(0, LIMIT)
    .map(({ text: by, help }) => ({
      start: from,
      end: to,
      text: by.endsWith('.') || by.endsWith('(') ? by : `${by} `,
      detail: help,
    }));
}

/** The values that occur, then the words for several of them or for none. */
function countedValues(name: string, values: readonly ValueCount[]): Suggestion[] {
  const single = values.flatMap(({ value, count }) =>
    value === null ? [] : [{ text: plainOrQuoted(value), help: `${count}×` }],
  );
  const { type, groups: known } = fieldNamed(name);
  const groups = Array.from(type === 'word' ? known : [], ([text, members]) => {
    const count = values.reduce((sum, one) => sum + (members.includes(one.value ?? '') ? one.count : 0), 0);
    return { text, help: `${count}× ${groupText(members)}` };
  });
  const none = values.flatMap(({ value, count }) => (value === null ? [{ text: NONE, help: `${count}×` }] : []));
  return [...single, ...groups, ...none];
}

function plainOrQuoted(value: string): string {
  return /^[\w.:@+-]+$/.test(value) && !isStandIn(value) ? value : quote(value);
}
