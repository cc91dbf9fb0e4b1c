/**
 * Completion of the word at the cursor of the filter: suggestions of the query language, with the headers and values
 * that occur in the capture, and the text they replace.
 */
import { quote } from '../../query/language/print.js';
import { ranked, suggest, wanted } from '../../query/language/suggest.js';
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

/** The field whose values are worth asking for at the cursor; null if none are. */
export function wantedField(state: State): string | null {
  const { text, cursor } = written(state);
  return wanted(text, cursor)?.field ?? null;
}

/** Completions in the order they are offered. */
export function completionsOf(state: State): readonly Completion[] {
  const { text, cursor } = written(state);
  const names = state.headers.value.map(({ name }) => name);
  const { from, to, prefix, items, want } = suggest(text, cursor, names);
  const values = want && state.values.answered === want.field ? state.values.value : [];
  const known = values.map(({ value, count }) => ({ text: plainOrQuoted(value), help: `${count}×` }));
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

function plainOrQuoted(value: string): string {
  return /^[\w.:@+-]+$/.test(value) ? value : quote(value);
}
