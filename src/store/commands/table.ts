/** All commands by name, and the ":" line that runs and completes them. */
import { quoted } from '../../format/excerpts.js';
import Fuse from 'fuse.js';
import { type Command, command, type Commands, isState, type Next } from './command.js';
import { says } from '../notice.js';
import { callCommands } from './call.js';
import { diagnosisCommands } from './diagnosis.js';
import { liveCommands } from './live.js';
import type { LineOffers } from '../dialog.js';
import { dialogCommands } from './dialogs.js';
import { editorOf, remembered } from '../input/editor.js';
import { fileCommands } from './files.js';
import { filterCommands } from './filter.js';
import { flowCommands } from './flow.js';
import { lineQuestion, promptLine, shellCommands } from './prompt.js';
import { listCommands } from './list.js';
import { motionCommands } from './motion.js';
import { type PaletteEntry, paletteOf } from './palette.js';
import { pickCommands } from './pick.js';
import { pingCommands } from './ping.js';
import { sheetCommands } from './sheets.js';
import type { State } from '../state.js';
import { viewCommands } from './view.js';

const actions: Commands = {
  ...motionCommands,
  ...listCommands,
  ...filterCommands,
  ...shellCommands,
  ...flowCommands,
  ...callCommands,
  ...diagnosisCommands,
  ...sheetCommands,
  ...fileCommands,
  ...liveCommands,
  ...pingCommands,
  ...viewCommands,
  ...dialogCommands,
  ...pickCommands,
};

/** Runs a line as written after ":". */
function runLine(state: State, line: string): Next {
  const text = line.trim();
  const prompted = promptLine(state, text);
  if (prompted !== null) return [state, { do: 'shell', line: prompted }];
  const space = text.search(/\s/);
  const name = space < 0 ? text : text.slice(0, space);
  const known = commandNamed(name);
  if (known) return known.run(state, space < 0 ? '' : text.slice(space + 1).trim());
  if (name === '') return state;
  const [nearest] = new Fuse(Object.keys(COMMANDS), { threshold: 0.5 }).search(name, { limit: 1 });
  const hint = nearest ? `; did you mean ":${nearest.item}"?` : '';
  return says(state, `There is no command "${quoted(name)}"${hint || '; ? lists them.'}`, 'warning');
}

/** Finds a command by any of its names. */
export function commandNamed(name: string): Command | undefined {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name];
  return Object.values(COMMANDS).find(known => known.also?.includes(name));
}

function runTyped(state: State): Next {
  if (state.dialog?.kind !== 'command') return state;
  const { editor } = state.dialog;
  const commandHistory = remembered(state.commandHistory, editor.text);
  const outcome = runLine({ ...state, dialog: null, commandHistory }, editor.text);
  const [next, ...effects] = isState(outcome) ? [outcome] : outcome;
  return [next, ...effects, { do: 'remember', lines: [editor.text] }];
}

function completeTyped(state: State, step: 1 | -1): State {
  const { dialog } = state;
  if (dialog?.kind !== 'command') return state;
  const typed = typedText(state);
  // Completions are on their way: the steps are taken when they are there.
  if (dialog.offers?.line !== typed && lineQuestion(state, typed) !== null)
    return { ...state, dialog: { ...dialog, early: dialog.early + step } };
  const entries = paletteEntries(state);
  if (entries.length === 0) return state;
  const from = dialog.choice < 0 && step < 0 ? 0 : dialog.choice;
  const choice = (from + step + entries.length) % entries.length;
  const editor = { ...editorOf(entries[choice]!.text), draft: typed };
  return { ...state, dialog: { ...dialog, editor, choice } };
}

/** Adds completions to the ":" line, unless it reads differently by now. */
export function completed(state: State, offers: LineOffers): State {
  const { dialog } = state;
  if (dialog?.kind !== 'command' || typedText(state) !== offers.line) return state;
  let next: State = { ...state, dialog: { ...dialog, offers, early: 0 } };
  for (let steps = Math.abs(dialog.early); steps > 0; steps--) next = completeTyped(next, dialog.early > 0 ? 1 : -1);
  return next;
}

/** What was typed on the ":" line before completions were tried. */
export function typedText(state: State): string {
  if (state.dialog?.kind !== 'command') return '';
  const { editor, choice } = state.dialog;
  return choice < 0 ? editor.text : editor.draft;
}

/** What the ":" line offers for what was typed. */
export function paletteEntries(state: State): readonly PaletteEntry[] {
  if (state.dialog?.kind !== 'command') return [];
  const typed = typedText(state);
  const { offers } = state.dialog;
  const offered = offers?.line === typed ? offers.entries : [];
  const known = new Set(offered.map(({ text }) => text.trim()));
  return [...offered, ...paletteOf(state, COMMANDS, typed).filter(({ text }) => !known.has(text.trim()))];
}

function confirmed(state: State): Next {
  if (state.dialog?.kind !== 'confirm') return state;
  const { command: name, argument } = state.dialog;
  return COMMANDS[name]?.run({ ...state, dialog: null }, argument) ?? state;
}

export const COMMANDS: Commands = {
  ...actions,
  'confirm-yes': command('yes', 'Do it.', confirmed),
  'run-line': command('run', 'Run the command.', runTyped),
  'complete-line': command('complete', 'The next completion of the command.', state => completeTyped(state, 1)),
  'complete-line-back': command('complete back', 'The completion before.', state => completeTyped(state, -1)),
};
