/**
 * What a command is. In: a state and an argument. Out: the next state, and effects. Every action of a user is one of these,
 * by name: keys, the `:` line, the mouse and dialogs all come down to them.
 */
import type { Effect } from '../effects/effect.js';
import type { Notice, State } from '../state.js';

export type Next = State | readonly [State, ...Effect[]];

export interface Command {
  /** One or two words for the footer. */
  title: string;
  /** A sentence for the help. */
  help: string;
  /** What follows its name on the `:` line ("TIME"); absent where nothing does. */
  argument?: string;
  /** Other names on the `:` line. */
  also?: readonly string[];
  run: (state: State, argument: string) => Next;
}

export type Commands = Readonly<Record<string, Command>>;

/** A state without effects. */
export function isState(next: Next): next is State {
  return !Array.isArray(next);
}

/** A command of which only the action differs from nothing. */
export function command(title: string, help: string, run: Command['run'], more: Partial<Command> = {}): Command {
  return { title, help, run, ...more };
}

/** The state with one sentence for the user. */
export function says(state: State, text: string, kind: Notice['kind'] = 'info'): State {
  return { ...state, notice: { text, kind } };
}

/** A number in a count, "1,083". */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 conversation", "45 conversations". */
export function plural(count: number, noun: string): string {
  return `${counted(count)} ${noun}${count === 1 ? '' : 's'}`;
}
