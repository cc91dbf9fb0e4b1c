/** The dialogs; at most one is open over the panes. commands/ works them, panes/ draws them. */
import type { FindingRow } from '../engine/protocol/diagnosis.js';
import type { BpfFault, Device } from '../engine/protocol/live.js';
import type { ConversationRow } from '../engine/protocol/rows.js';
import type { Format } from '../model/formats.js';
import type { RowId } from '../model/ids.js';
import { type Editor, editorOf } from './input/editor.js';

/** One line of a list to choose from. */
export interface Choice {
  id: string;
  label: string;
  detail: string;
  /** True or false where it can be switched, null if it is only chosen. */
  on: boolean | null;
}

/** The choice that stands for the interfaces of this machine. */
export const LIVE = 'interface';

/** The choice of the start page that stands for what was left. */
export const LEFT = 'left over';

/** What a list of choices is for. */
export type PickPurpose = 'open' | 'add' | 'close' | 'columns' | 'settings' | 'copy' | 'history';

export interface PickDialog {
  kind: 'pick';
  purpose: PickPurpose;
  title: string;
  choices: readonly Choice[];
  /** What is typed narrows the choices. */
  editor: Editor;
  cursor: number;
}

export interface HelpDialog {
  kind: 'help';
  editor: Editor;
  top: number;
}

export interface CommandDialog {
  kind: 'command';
  editor: Editor;
  /** Completion chosen with Tab or the arrows, -1 if none is. */
  choice: number;
  /** Completions the state does not know itself (files, Call-IDs); null until they are there. */
  offers: LineOffers | null;
  /** Presses of Tab before they were there. */
  early: number;
}

/** The completions of a line. */
export interface LineOffers {
  line: string;
  /** The whole line, and the word of it that is shown. */
  entries: readonly { text: string; word: string; detail: string }[];
}

/** Finding text in the message, or everywhere. */
export interface FindDialog {
  kind: 'find';
  editor: Editor;
  /** In all messages of the list. */
  everywhere: boolean;
}

export type SaveWhat = 'all' | 'filtered' | 'marked' | 'current';

export interface SaveDialog {
  kind: 'save';
  what: SaveWhat;
  format: Format;
  path: Editor;
  /** Row of the form the cursor is in. */
  field: 0 | 1 | 2;
  /** The file exists: the next Enter writes over it. */
  exists: boolean;
  busy: boolean;
  /** The program ends when it is saved. */
  thenQuit: boolean;
}

/** Asked before quitting with messages that are in no file: save them, quit without, or stay. */
export interface LeaveDialog {
  kind: 'leave';
}

export interface ConfirmDialog {
  kind: 'confirm';
  question: string;
  /** Command run on `y`, with its argument. */
  command: string;
  argument: string;
}

export interface StatsDialog {
  kind: 'stats';
  /** The source whose account is shown; null for all together. */
  source: number | null;
  top: number;
}

/** What the log prints near the message under the flow's cursor. */
export interface RemarksDialog {
  kind: 'remarks';
  /** Lines scrolled down from where the message is in the middle; negative up. */
  scrolled: number;
}

/** The legs of the call in the flow, and why they are one call. */
export interface CallDialog {
  kind: 'call';
  /** Line under the cursor. */
  cursor: number;
}

/** What is wrong with a row, and why. */
export interface DiagnosisDialog {
  kind: 'diagnosis';
  /** Whose findings are shown, that with the verdict first. */
  conversations: readonly RowId[];
  /** The legs of the call, by which they are named. */
  legs: readonly RowId[];
  /** The row it was asked for; null where several were opened together. */
  row: ConversationRow | null;
  /** Line under the cursor; null for the first piece of evidence. */
  cursor: number | null;
  /** The finding whose cause is read about, and the first line shown; null while the findings are shown. */
  entry: { finding: FindingRow; top: number } | null;
}

/** All that is wrong in the list. */
export interface IncidentsDialog {
  kind: 'incidents';
  /** Line under the cursor; null for the first incident. */
  cursor: number | null;
}

/** Lines that answer a command. */
export interface SaidDialog {
  kind: 'said';
  /** The command. */
  title: string;
  /** Made safe already. */
  lines: readonly string[];
  top: number;
}

export interface DevicesDialog {
  kind: 'devices';
  /** Null until the engine has answered. */
  devices: readonly Device[] | null;
  /** When their packets were counted, on the engine's clock. */
  countedMs: number;
  /** Packets a second by name, between the last two counts. */
  rates: ReadonlyMap<string, number>;
  /** The interface under the cursor; null for the first. */
  at: string | null;
  chosen: ReadonlySet<string>;
  /** The capture filter, and whether it is being written. */
  bpf: Editor;
  writing: boolean;
  fault: BpfFault | null;
  /** The chosen ones are being opened. */
  busy: boolean;
}

export type Dialog =
  | PickDialog
  | HelpDialog
  | CommandDialog
  | FindDialog
  | SaveDialog
  | ConfirmDialog
  | LeaveDialog
  | StatsDialog
  | RemarksDialog
  | CallDialog
  | DiagnosisDialog
  | IncidentsDialog
  | DevicesDialog
  | SaidDialog;

/** A list to choose from, with nothing typed yet. */
export function pick(purpose: PickPurpose, title: string, choices: readonly Choice[]): PickDialog {
  return { kind: 'pick', purpose, title, choices, editor: editorOf(''), cursor: 0 };
}

/** The ":" line with a text in it. */
export function commandLine(text: string): CommandDialog {
  return { kind: 'command', editor: editorOf(text), choice: -1, offers: null, early: 0 };
}
