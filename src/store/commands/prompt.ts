/**
 * Commands of the original tool that have no other place here. In: what stands after their name. Out: the whole line for the
 * prompt's interpreter.
 */
import { COMMANDS as PROMPT } from '../../shell/commands.js';
import { prompt } from '../../shell/state.js';
import { type Command, type Commands, command, type Next } from './command.js';
import type { State } from '../state.js';

/** What stands before the colon: where in the original's prompt one is; "" at its top. */
export function promptText({ shell }: State): string {
  return shell.context.kind === 'top' ? '' : prompt(shell).replace(/: $/, '');
}

/** `:filter add …` and the like; other words after `filter` are an expression. */
const OF_FILTER = new Set(['add', 'del', 'reset', 'set', 'show']);

/** The line for the interpreter; null where it is one of the UI's own commands. */
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
