/** What the prompt remembers between lines, and the prompt it shows. */
import type { RowId } from '../model/ids.js';
import { isOn, NO_FILTER, type ShellFilter } from './filter.js';

/** Where a line is interpreted: each context has its own commands. */
export type Context =
  | { kind: 'top' }
  | { kind: 'filter' }
  /** `index` is the engine's, which never changes; `name` is what the user typed. */
  | { kind: 'conversation'; index: RowId; name: string };

export interface ShellState {
  context: Context;
  filter: ShellFilter;
  /** Sources begun with `capture start`, and the counts before; null while none of them captures. */
  capture: { sources: readonly number[]; before: { conversations: number; messages: number } } | null;
  /** The folder "~" stands for. */
  home: string;
  /** `exit` was typed at the top level. */
  ended: boolean;
}

export const START: ShellState = {
  context: { kind: 'top' },
  filter: NO_FILTER,
  capture: null,
  home: '~',
  ended: false,
};

/** "SipInv: ", "SipInv[filter]*: "; the star means that a filter is on. */
export function prompt({ context, filter }: ShellState): string {
  const where = context.kind === 'top' ? '' : context.kind === 'filter' ? '[filter]' : `[conversation ${context.name}]`;
  return `SipInv${where}${isOn(filter) ? '*' : ''}: `;
}
