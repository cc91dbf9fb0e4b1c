/**
 * The original tool's commands on the ":" line. Most have another place here; these go to the prompt's interpreter as a whole line,
 * and are completed by its completion.
 */
import { COMMANDS as PROMPT } from '../../shell/commands.js';
import type { ShellState } from '../../shell/state.js';
import type { State } from '../state.js';
import { shellStateOf } from '../view/prompt.js';
import { type Command, type Commands, command, type Next } from './command.js';

/** `:filter add …` and the like; other words after `filter` are an expression. */
const OF_FILTER = new Set(['add', 'del', 'reset', 'set', 'show']);

/** The line for the interpreter; null if it is one of the UI's own commands. */
export function promptLine(state: State, line: string): string | null {
  const [first = '', second = ''] = line.trim().split(/\s+/, 2);
  const { kind } = state.shell.context;
  // Inside `filter` or `conversation` its commands come first.
  if (kind !== 'top' && PROMPT[kind].some(({ name }) => name === first)) return line;
  return first === 'filter' && OF_FILTER.has(second) ? line : null;
}

function ofPrompt(name: string, title: string, help: string, argument: string): Command {
  const run = (state: State, rest: string): Next => [state, { do: 'shell', line: `${name} ${rest}`.trimEnd() }];
  return command(title, help, run, { argument });
}

export const shellCommands: Commands = {
  show: ofPrompt(
    'show',
    'show',
    'As in the original tool: conversations, one of them, its messages, or the filter.',
    'conversations [sorted] | conversation ID [message N | messages] | filter',
  ),
  conversation: ofPrompt(
    'conversation',
    'conversation',
    'As in the original tool: after it, ":show message 0" is enough; ":exit" leaves it.',
    'ID',
  ),
  capture: ofPrompt(
    'capture',
    'capture',
    'As in the original tool: start or stop capturing; without a word, what captures.',
    '[start [INTERFACE…] | stop [NAME…]]',
  ),
};

export interface LineQuestion {
  typed: string;
  line: string;
  shell: ShellState;
  /** Length of the command in `line`, and in `typed`: the argument after it is the same in both. */
  asks: number;
  stands: number;
}

/** Commands that the prompt has, too, and commands whose argument is files. */
const OF_PROMPT = ['show', 'conversation', 'capture'];
const OF_FILES = ['open', 'o', 'e', 'add', 'load', 'write', 'w'];

export function lineQuestion(state: State, typed: string): LineQuestion | null {
  const [name = ''] = typed.split(/\s/, 1);
  const isWord = name === typed;
  const same = { typed, line: typed, shell: shellStateOf(state), asks: 0, stands: 0 };
  if (promptLine(state, typed) !== null || (OF_PROMPT.includes(name) && !isWord)) return same;
  if (isWord) return state.shell.context.kind === 'top' ? null : same;
  if (!OF_FILES.includes(name)) return null;
  return { ...same, line: `load${typed.slice(name.length)}`, asks: 'load'.length, stands: name.length };
}
