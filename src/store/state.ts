/**
 * The one state tree: everything the screen shows and nothing that grows with the capture. Commands make the next state from it,
 * sync/ fills in what the engine answers. This file has shapes only; what is computed from a state is in view/, list/ and filter/.
 */
import type {
  CallRow,
  ConversationRow,
  LegChanges,
  ListRow,
  MessageRow,
  MessageWindow,
} from '../engine/protocol/rows.js';
import type { FindHit, QueryFault, Sort, ValueCount, Window } from '../engine/protocol/query.js';
import type { DiagnosisRow, IncidentsAnswer } from '../engine/protocol/diagnosis.js';
import type { Progress } from '../engine/protocol/progress.js';
import type { Requests } from '../engine/protocol/requests.js';
import type { Stats } from '../engine/protocol/figures.js';
import type { TimeFormat } from '../flow/clock.js';
import type { MessageId, RowId } from '../model/ids.js';
import { type ShellState, START } from '../shell/state.js';
import { type Answered, unasked } from './answered.js';
import type { ShownColumn } from './list/columns.js';
import type { Dialog } from './dialog.js';
import { type Editor, editorOf } from './input/editor.js';
import type { Preferences } from './settings/preferences.js';

export type PaneName = 'filter' | 'list' | 'flow' | 'message';

/** One sentence in the status line; it goes with the next key. */
export interface Notice {
  text: string;
  kind: 'info' | 'warning' | 'error';
}

export interface FilterState {
  editor: Editor;
  /** The text as it was typed last and where the word at the caret begins: as long as it stands, that word is not complete. */
  typing: { text: string; start: number } | null;
  /** Filters used before, oldest first. */
  history: readonly string[];
  /** What is wrong with the text as it stands; the result is then that of the last right text. */
  fault: QueryFault | null;
  /** The completion chosen with Tab, -1 if none is. */
  choice: number;
  /** The filter before one incident was filtered on, and the text that does; Esc in the list goes back as long as that stands. */
  before: { text: string; filtered: string; cursor: number } | null;
  /** How many conversations each term of the filter matches, by the term's text; null if that cannot be counted. */
  counts: Answered<string, ReadonlyMap<string, number | null>>;
}

/** The result that the engine holds. */
export interface Result {
  query: string;
  sort: Sort;
}

/** How wide the columns must be for the rows seen so far. */
export interface ColumnFit {
  /** What was measured last: where these are the same, so are the widths. */
  rows: readonly unknown[];
  columns: readonly ShownColumn[];
  aliases: unknown;
  /** Cells by column id. */
  widths: ReadonlyMap<string, number>;
}

export const NOTHING_FITTED: ColumnFit = { rows: [], columns: [], aliases: null, widths: new Map() };

export interface ListState {
  /** Row under the cursor and row at the top, as positions in the result. */
  cursor: number;
  top: number;
  /** Columns scrolled away at the left, in cells. */
  left: number;
  /** Id of the column whose cell is chosen; null if none is. */
  column: string | null;
  columns: readonly ShownColumn[];
  fit: ColumnFit;
  /** Marked conversations, with their rows as they were when marked. */
  marks: ReadonlyMap<RowId, ConversationRow>;
  follow: boolean;
  /** How often a call was unfolded or folded: the rows are others then. */
  foldings: number;
  /** Where the mouse was pressed in the columns' heads: a cell of the list; null while it is not. */
  held: number | null;
  /** Rows by the number of their result, which grows: positions in one mean nothing in another, even of the same query. */
  window: Answered<number, Window<ListRow>>;
  /** The position of a conversation that the cursor is to go to; -1 if the result does not have it. */
  seek: Answered<RowId, number>;
}

export interface FlowState {
  /** Conversations opened together; null to show the one under the list's cursor. */
  opened: readonly RowId[] | null;
  /** The call that a conversation is a leg of; null where there is no such conversation. */
  call: Answered<RowId, CallRow | null>;
  /** What hosts changed between its legs, by those: "0 1, 1 3". */
  changes: Answered<string, readonly LegChanges[]>;
  /** Messages by their conversations: indices joined by ",". Everything below is about those asked for. */
  window: Answered<string, MessageWindow>;
  /** What the lanes follow from where the window is not the whole ladder, by the same key. */
  hops: Answered<string, readonly MessageRow[]>;
  /** Message under the cursor and first message shown, as positions among the messages. */
  cursor: number;
  top: number;
  /** A message of a leg the cursor is to go to, null for its first; looked for among all messages from this position on. */
  sought: { leg: RowId; message: MessageId | null; from: number } | null;
  /** The row of the list that the flow follows: a conversation, and its number as a leg below its call. */
  row: string | null;
  /** The event under the cursor: which of those below the arrow of the message at `under`. Null while it is on a message. */
  event: { under: number; index: number } | null;
  left: number;
  marks: ReadonlySet<MessageId>;
  unfolded: ReadonlySet<MessageId>;
  /** Lane keys moved to the left, in order. */
  order: readonly string[];
  /** The lane `{` and `}` move; -1 if none is chosen. */
  lane: number;
}

export interface OpenMessage {
  row: MessageRow;
  bytes: Uint8Array;
}

/** A message by its id: its text, or why it cannot be read; null before the first is read. */
export type ReadMessage = Answered<MessageId, OpenMessage | { gone: string } | null>;

/** What a log prints near a message. */
export type Remarks = Requests['remarks']['answer'];

export interface MessageState {
  /** The message in the pane. `cursor`, `left` and `hit` are about the one asked for. */
  open: ReadMessage;
  /** Line under the cursor, and cells scrolled away at the left. */
  cursor: number;
  left: number;
  /** Text looked for, "" for none, and which of its places is the current one, -1 for none. */
  find: string;
  hit: number;
  /** Where to go in the message that is being read: its first or its last place of the text looked for. */
  jump: 'first' | 'last' | null;
  /** The header that the cursor is to be on in a message, once that is open. */
  mark: { message: MessageId; header: string; value: string | null } | null;
  /** Ids of two messages compared in place of the one open; null if none are. */
  compared: readonly [MessageId, MessageId] | null;
  /** The two that are compared, or were last. */
  sides: readonly [ReadMessage, ReadMessage];
  /** Comparing, what is equal is left out. */
  onlyDifferences: boolean;
}

/** Something that went wrong with live capture. */
export interface Trouble {
  /** Identifies it: the same one is reported once. */
  key: string;
  text: string;
  kind: Notice['kind'];
}

/** Looking for a text in all messages of the result. */
export interface Search {
  text: string;
  /** The message it was found in last; null if it was in none so far. */
  hit: FindHit | null;
  /** The engine is asked for the next one. */
  busy: boolean;
}

export interface View {
  focus: PaneName;
  /** The focused pane has the whole body. */
  zoom: boolean;
  /** Percent added to the message pane's share of its row. */
  messageShare: number;
  time: TimeFormat;
  /** What was sent again or seen again is an arrow of its own. */
  unfolded: boolean;
  /** The flow leaves messages without SDP out. */
  onlySdp: boolean;
  /** The flow shows all legs of a call on one ladder. */
  legs: boolean;
  mouse: boolean;
  paused: boolean;
  /** Where the cursor was when the screen was paused while it followed what comes; -1 otherwise. */
  pausedAt: number;
}

export interface State {
  columns: number;
  rows: number;
  /** Nothing but ASCII is drawn. */
  ascii: boolean;
  view: View;
  dialog: Dialog | null;
  notice: Notice | null;
  /** Why the engine stopped, in a sentence; everything already read stays on the screen. */
  failure: string | null;
  /** The engine's progress as the panes show it; stands still while the screen is paused. */
  progress: Progress | null;
  /** The newest progress: the status line goes on while the screen is paused. */
  newest: Progress | null;
  /** What went wrong with live capture so far. */
  troubles: readonly Trouble[];
  /** The account of what was read; null until it is asked for. */
  stats: Answered<'all', Stats | null>;
  /** What a log prints near a message; null until that is asked for. */
  remarks: Answered<MessageId, Remarks | null>;
  /** What is wrong with the conversations of the dialog, by those joined by ",". */
  diagnosis: Answered<string, readonly DiagnosisRow[]>;
  /** What is wrong in the list, by the number of the result and whether all is asked for; null until it is known. */
  incidents: Answered<string, IncidentsAnswer | null>;
  /** Incidents of this result that were there before, or were told of. */
  toldIncidents: { result: number | null; names: ReadonlySet<string> };
  /** Header names that occur, for completion and columns. */
  headers: Answered<'all', readonly { name: string; conversations: number }[]>;
  /** Values of the field that is being written in the filter, with their counts among what the rest of the filter finds. */
  values: Answered<string, readonly ValueCount[]>;
  /** The sort asked for; the result's is the one in force. */
  sort: Sort;
  /** The result by its query and sort; not current while the filter is being searched, or is wrong. */
  result: Answered<string, Result>;
  filter: FilterState;
  list: ListState;
  flow: FlowState;
  message: MessageState;
  /** Null while nothing is looked for in all messages. */
  search: Search | null;
  /** What the original tool's commands on the `:` line remember. */
  shell: ShellState;
  /** Who is being pinged, "10.0.0.1:5060"; null where nobody is. */
  pinged: string | null;
  preferences: Preferences;
  /** What `:` remembers. */
  commandHistory: readonly string[];
}

/** A window with nothing in it. */
export function emptyWindow<Row>(): Window<Row> {
  return { rows: [], first: 0, total: 0 };
}

/** The same of messages. */
export function emptyMessages(): MessageWindow {
  return { ...emptyWindow(), events: [] };
}

/** The state before anything was read. `columns` and `rows` are the terminal's. */
export function initialState(columns: number, rows: number, preferences: Preferences, ascii = false): State {
  return {
    columns,
    rows,
    ascii,
    view: {
      focus: 'list',
      zoom: false,
      messageShare: 0,
      time: preferences.time,
      unfolded: false,
      onlySdp: false,
      legs: preferences.calls,
      mouse: preferences.mouse,
      paused: false,
      pausedAt: -1,
    },
    dialog: null,
    notice: null,
    failure: null,
    progress: null,
    newest: null,
    troubles: [],
    stats: unasked(null),
    remarks: unasked(null),
    diagnosis: unasked([]),
    incidents: unasked(null),
    toldIncidents: { result: null, names: new Set() },
    headers: unasked([]),
    values: unasked([]),
    sort: preferences.sort,
    result: unasked({ query: '', sort: preferences.sort }),
    filter: {
      editor: editorOf(''),
      typing: null,
      history: [...preferences.filterHistory].reverse(),
      fault: null,
      choice: -1,
      before: null,
      counts: unasked(new Map()),
    },
    list: {
      cursor: 0,
      top: 0,
      left: 0,
      column: null,
      columns: preferences.columns,
      fit: NOTHING_FITTED,
      marks: new Map(),
      follow: false,
      foldings: 0,
      held: null,
      window: unasked(emptyWindow()),
      seek: unasked(-1),
    },
    flow: {
      opened: null,
      call: unasked(null),
      changes: unasked([]),
      window: unasked(emptyMessages()),
      hops: unasked([]),
      cursor: 0,
      sought: null,
      row: null,
      event: null,
      top: 0,
      left: 0,
      marks: new Set(),
      unfolded: new Set(),
      order: [],
      lane: -1,
    },
    message: {
      open: unasked(null),
      cursor: 0,
      left: 0,
      find: '',
      hit: -1,
      jump: null,
      mark: null,
      compared: null,
      sides: [unasked(null), unasked(null)],
      onlyDifferences: false,
    },
    search: null,
    shell: START,
    pinged: null,
    preferences,
    commandHistory: [...preferences.lineHistory].reverse(),
  };
}
