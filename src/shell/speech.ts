/**
 * What every command of the prompt is. In: nothing. Out: the types of what was typed, what it asks the engine, says line by line,
 * and leaves behind.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { Said } from './said.js';
import type { ShellState } from './state.js';

export type ShellEngine = Pick<Engine, 'request'>;

/** Says its lines as they are made and returns the next state; one that is no longer iterated changes nothing. */
export type Speech = AsyncGenerator<Said, ShellState>;

/** What was typed after the name of a command. */
export interface Typed {
  words: readonly string[];
  /** The same as it was typed, for what has a syntax of its own. */
  text: string;
}

export type Command = (typed: Typed, state: ShellState, engine: ShellEngine) => Speech;
