/**
 * Whether something outside the state has completions for the ":" line. In: the state, and what is typed. Out: the line of the prompt
 * to be completed instead, and how both belong together; null where the state knows everything.
 */
import type { ShellState } from '../../shell/state.js';
import { promptLine } from './prompt.js';
import { shellStateOf } from '../effects/prompt.js';
import type { State } from '../state.js';

export interface LineQuestion {
  typed: string;
  line: string;
  shell: ShellState;
  /** Characters that `line` has before what both have in common, and `typed` has. */
  asks: number;
  stands: number;
}

/** Commands of the prompt that are commands of the screen, too, and those whose argument is files. */
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
