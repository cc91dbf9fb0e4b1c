/**
 * What the prompt remembers from line to line. In: nothing. Out: the state at the start, and the prompt a state shows.
 */
import { isOn, NO_FILTER, type ShellFilter } from './filter.js';

/** Where the words of a line are understood: the commands differ from one to the other. */
export type Context =
  | { kind: 'top' }
  | { kind: 'filter' }
  /** `index` is the engine's, which never changes; `name` is how the user named it. */
  | { kind: 'conversation'; index: number; name: string };

export interface ShellState {
  context: Context;
  filter: ShellFilter;
  /** Sources that `capture start` began, and what was there before; null while none of them captures. */
  capture: { sources: readonly number[]; before: { conversations: number; messages: number } } | null;
  /** The folder "~" stands for. */
  home: string;
  /** `exit` was typed at the top. */
  ended: boolean;
}

export const START: ShellState = {
  context: { kind: 'top' },
  filter: NO_FILTER,
  capture: null,
  home: '~',
  ended: false,
};

/** "SipInv: ", "SipInv[filter]*: "; the star says that a filter is on. */
export function prompt({ context, filter }: ShellState): string {
  const where = context.kind === 'top' ? '' : context.kind === 'filter' ? '[filter]' : `[conversation ${context.name}]`;
  return `SipInv${where}${isOn(filter) ? '*' : ''}: `;
}
