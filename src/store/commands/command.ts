/**
 * What a command is: a pure function from a state and an argument to the next state and its effects. Every action of the user is
 * one, by name; keys, the `:` line, the mouse and dialogs only say which.
 */
import type { Effect } from '../effects/effect.js';
import type { State } from '../state.js';

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

/** Whether the outcome is a state without effects. */
export function isState(next: Next): next is State {
  return !Array.isArray(next);
}

/** Makes a command. */
export function command(title: string, help: string, run: Command['run'], more: Partial<Command> = {}): Command {
  return { title, help, run, ...more };
}
