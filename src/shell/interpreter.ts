/**
 * The original tool's prompt without a terminal: runs a line against a state and an engine, and yields output lines and
 * the next state. `sipvestigator shell` and the UI share it.
 */
import { quoted } from '../format/excerpts.js';
import { didYouMean } from '../query/language/fault.js';
import { capture, stopCapture } from './capture.js';
import { COMMANDS } from './commands.js';
import { add, del, reset, set } from './filter-commands.js';
import { help } from './help.js';
import { find } from './listing.js';
import { clear, load } from './load.js';
import { type Command, refusal, type ShellEngine, type ShellOutput } from './output.js';
import { show } from './show.js';
import type { Context, ShellState } from './state.js';
import { words as wordsOf } from './words.js';

/** Runs one line; a line that starts with # is a comment. */
export async function* interpret(line: string, state: ShellState, engine: ShellEngine): ShellOutput {
  const [first, ...rest] = wordsOf(line);
  if (first === undefined || first.text.startsWith('#')) return state;
  // A command unknown to `filter` or `conversation` means what it means outside.
  const run = RUN[state.context.kind].get(first.text) ?? RUN.top.get(first.text);
  if (run === undefined) {
    const known = [...COMMANDS[state.context.kind], ...COMMANDS.top].map(({ name }) => name);
    yield refusal(
      `There is no command ${quoted(first.text)}${didYouMean(first.text, known) || '; help lists those there are.'}`,
    );
    return state;
  }
  const text = line.slice(rest[0]?.start ?? line.length).trimEnd();
  return yield* run({ words: rest.map(word => word.text), text }, state, engine);
}

/** Without arguments enters the filter; with arguments runs one of its commands. */
const filter: Command = async function* ({ text }, state, engine) {
  const inside: ShellState = { ...state, context: { kind: 'filter' } };
  if (text === '') return inside;
  const next = yield* interpret(text, inside, engine);
  return { ...next, context: state.context };
};

const conversation: Command = async function* ({ words: [word] }, state, engine) {
  const row = yield* find(word, state.filter, engine);
  if (row === null) return state;
  return { ...state, context: { kind: 'conversation', index: row.index, name: word ?? '' } };
};

const exit: Command = async function* (_, state, engine) {
  if (state.context.kind !== 'top') return { ...state, context: { kind: 'top' } };
  return { ...(yield* endCapture(state, engine)), ended: true };
};

/** Stops the captures begun with `capture start`, before the program ends. */
export async function* endCapture(state: ShellState, engine: ShellEngine): ShellOutput {
  return state.capture === null ? state : yield* stopCapture([], state, engine);
}

const EVERYWHERE: readonly [string, Command][] = [
  ['exit', exit],
  ['help', help],
  ['show', show],
];

const RUN: Readonly<Record<Context['kind'], ReadonlyMap<string, Command>>> = {
  top: new Map([
    ...EVERYWHERE,
    ['capture', capture],
    ['clear', clear],
    ['conversation', conversation],
    ['filter', filter],
    ['load', load],
  ]),
  filter: new Map([...EVERYWHERE, ['add', add], ['del', del], ['reset', reset], ['set', set]]),
  conversation: new Map(EVERYWHERE),
};
