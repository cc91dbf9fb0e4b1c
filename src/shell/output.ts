/**
 * What a command of the prompt is, and the lines it prints. Texts may come straight from a packet: every line is made
 * safe here. Answers and announcements go to standard output, remarks and refusals to standard error.
 */
import type { Engine } from '../engine/protocol/engine.js';
import { safe } from '../terminal/text.js';
import type { ShellState } from './state.js';

export interface OutputLine {
  text: string;
  /**
   * An announcement precedes something slow, a remark qualifies an answer, and a refusal means that the command did
   * nothing.
   */
  kind: 'announcement' | 'answer' | 'remark' | 'refusal';
}

export type ShellEngine = Pick<Engine, 'request'>;

/** Yields lines as they are ready and returns the next state; if it is abandoned, the state stays as it was. */
export type ShellOutput = AsyncGenerator<OutputLine, ShellState>;

/** The arguments of a command. */
export interface Arguments {
  words: readonly string[];
  /** The same text unsplit, for commands with a syntax of their own. */
  text: string;
}

export type Command = (args: Arguments, state: ShellState, engine: ShellEngine) => ShellOutput;

/** One line of an answer. */
export function line(text: string): OutputLine {
  return { text: safe(text), kind: 'answer' };
}

/** A line before something slow. */
export function announcement(text: string): OutputLine {
  return { text: safe(text), kind: 'announcement' };
}

/** A line beside an answer: what is missing from it, and why. */
export function remark(text: string): OutputLine {
  return { text: safe(text), kind: 'remark' };
}

/** A line that says why not. */
export function refusal(text: string): OutputLine {
  return { text: safe(text), kind: 'refusal' };
}

/** "1083 conversations", as the original tool counts, even for one. */
export function conversations(count: number): OutputLine {
  return line(`${count} conversations`);
}
