/**
 * What the word at the cursor of the filter may become. In: a state. Out: completions with the text they replace.
 */
import type { State } from './state.js';

export interface Completion {
  /** UTF-16 offsets in the filter's text of what it replaces. */
  start: number;
  end: number;
  text: string;
  detail: string;
}

const FIELDS: readonly [name: string, detail: string][] = [
  ['srcnum', 'number that calls'],
  ['dstnum', 'number that is called'],
  ['telnum', 'number on either side'],
  ['srcip', 'address that sent first'],
  ['dstip', 'address it went to'],
  ['ip', 'address on either side'],
  ['has', 'a header is present'],
  ['diversion', 'number in Diversion'],
  ['pai', 'number in P-Asserted-Identity'],
  ['ppi', 'number in P-Preferred-Identity'],
  ['rpid', 'number in Remote-Party-ID'],
  ['and', 'both sides hold'],
  ['or', 'one side holds'],
];

/** Completions of the text before the last one was written, in the order they are offered; at most ten. */
export function completionsOf(state: State): readonly Completion[] {
  const { editor, choice } = state.filter;
  const { text, cursor } = choice >= 0 ? (editor.undo.at(-1) ?? editor) : editor;
  const start = text.slice(0, cursor).search(/[^\s()]*$/);
  const word = text.slice(start, cursor).toLowerCase();
  const afterHas = /\bhas\s+$/i.test(text.slice(0, start));
  const offered = afterHas
    ? state.headers.map(({ name, conversations }) => [name, `in ${conversations} conversations`] as const)
    : FIELDS;
  return offered
    .filter(([name]) => name.toLowerCase().startsWith(word) && name.toLowerCase() !== word)
    .slice(0, 10)
    .map(([name, detail]) => ({ start, end: cursor, text: `${name} `, detail }));
}
