/**
 * The columns of the list as data. In: a conversation. Out: the text of each cell, its width, side and sort key. Any SIP
 * header is a column too: `header:Name`.
 */
import type { ConversationRow, SortKey } from '../../engine/protocol.js';
import { formatTime, type TimeFormat, timeWidth } from '../../flow/clock.js';
import { duration } from '../../terminal/time.js';
import { shortAddress } from '../../format/short-address.js';

/** What a cell may depend on besides its row. */
export interface CellContext {
  time: TimeFormat;
  /** Start of the first conversation of the result, for times relative to it. */
  firstUs: number;
  /** Header columns asked for, in the order of `ConversationRow.cells`. */
  headers: readonly string[];
  alias: (address: string) => string;
}

export interface Column {
  id: string;
  title: string;
  help: string;
  width: number;
  align: 'left' | 'right';
  sort: SortKey | null;
  cell: (row: ConversationRow, context: CellContext) => string;
}

/** A column as the user has it; width 0 is the column's own. */
export interface ShownColumn {
  id: string;
  width: number;
}

const NONE = '';

function column(
  id: string,
  title: string,
  width: number,
  sort: SortKey | null,
  help: string,
  cell: Column['cell'],
  align: Column['align'] = 'left',
): Column {
  return { id, title, help, width, align, sort, cell };
}

function ms(value: number | null): string {
  return value === null ? NONE : duration(value);
}

export const COLUMNS: readonly Column[] = [
  column('index', '#', 7, 'index', 'number of arrival, which never changes', row => String(row.index), 'right'),
  column('time', 'Time', 12, 'time', 'when the first message was seen', (row, context) =>
    formatTime(row.startUs, context.firstUs, row.dated, context.time, false),
  ),
  column('method', 'Method', 9, 'method', 'method of the first message', row => row.method ?? NONE),
  column('from', 'From', 16, 'from', 'number or name that calls', row => row.from ?? NONE),
  column('to', 'To', 16, 'to', 'number or name that is called', row => row.to ?? NONE),
  column('peer', 'Peer', 21, 'dst', 'address the first message went to, without port 5060', (row, context) =>
    row.dst === null ? NONE : shortAddress(context.alias(row.dst)),
  ),
  column('src', 'Source', 21, 'src', 'address the first message came from, without port 5060', (row, context) =>
    row.src === null ? NONE : shortAddress(context.alias(row.src)),
  ),
  column('state', 'State', 12, 'state', 'what became of it, in a word', row => row.state),
  column('status', 'Status', 22, 'status', 'final response and its reason', row =>
    row.status === null ? NONE : `${row.status} ${row.reason ?? ''}`.trimEnd(),
  ),
  column('ring', 'Ring', 8, 'ring', 'from the request to the first ringing', row => ms(row.ringMs), 'right'),
  column('setup', 'Setup', 8, 'setup', 'from the request to the answer', row => ms(row.setupMs), 'right'),
  column(
    'duration',
    'Length',
    12,
    'duration',
    'from the first message to the last',
    row => ms((row.endUs - row.startUs) / 1000),
    'right',
  ),
  column('messages', 'Msgs', 6, 'messages', 'messages captured', row => String(row.messages), 'right'),
  column(
    'retransmissions',
    'Again',
    6,
    'retransmissions',
    'retransmissions among them',
    row => (row.retransmissions === 0 ? NONE : String(row.retransmissions)),
    'right',
  ),
  column(
    'copies',
    'Copies',
    6,
    null,
    'packets captured again among them',
    row => (row.copies === 0 ? NONE : String(row.copies)),
    'right',
  ),
  column('outcome', 'Outcome', 48, null, 'what became of it, in a sentence', row => row.outcome),
  column('transport', 'Over', 5, 'transport', 'UDP, TCP, TLS, SCTP or WebSocket', row => row.transport),
  column('agent', 'Caller agent', 24, 'agent', 'User-Agent of the calling side', row => row.callerAgent ?? NONE),
  column(
    'peer-agent',
    'Called agent',
    24,
    null,
    'User-Agent or Server of the called side',
    row => row.calleeAgent ?? NONE,
  ),
  column('hungup', 'Hung up', 8, null, 'which side hung up', row => row.hungUpBy ?? NONE),
  column('found', 'Found in', 18, null, 'where the number asked for was found', row => row.found ?? NONE),
  column('callid', 'Call-ID', 40, 'callid', 'Call-ID of the conversation', row => row.callId ?? NONE),
];

/** The sentence on the outcome before what it says already, so that a screen of 120 columns has it. */
export const DEFAULT_COLUMNS: readonly ShownColumn[] = [
  'time',
  'method',
  'from',
  'to',
  'peer',
  'state',
  'outcome',
  'status',
  'setup',
  'messages',
].map(id => ({ id, width: 0 }));

const BY_ID = new Map(COLUMNS.map(known => [known.id, known]));

/** The column of an id; a header column is made on the spot, null where the id means nothing. */
export function columnOf(id: string): Column | null {
  const known = BY_ID.get(id);
  if (known) return known;
  if (!id.startsWith('header:')) return null;
  const name = id.slice('header:'.length);
  // A token of RFC 3261 section 25.1.
  if (!/^[\w.!%*+`'~-]+$/.test(name)) return null;
  return column(
    id,
    name,
    Math.max(16, name.length + 2),
    `header:${name}`,
    `value of the ${name} header`,
    (row, context) => {
      const at = context.headers.indexOf(name);
      return row.cells[at] ?? NONE;
    },
  );
}

/** Header names among the columns, in order: what `rows` is to be asked for. */
export function headerNames(shown: readonly ShownColumn[]): string[] {
  return shown.filter(({ id }) => id.startsWith('header:')).map(({ id }) => id.slice('header:'.length));
}

/** Cells below which a column says nothing; a header needs a dozen, the others all they take. */
const LEAST: Readonly<Record<string, number>> = {
  method: 8,
  from: 8,
  to: 8,
  peer: 15,
  src: 15,
  state: 10,
  outcome: 30,
  agent: 16,
  'peer-agent': 16,
  callid: 16,
};
const LEAST_HEADER = 12;

/** Cells a column must have where `needs` would be right. */
export function leastWidth(id: string, needs: number): number {
  return Math.min(needs, LEAST[id] ?? (id.startsWith('header:') ? LEAST_HEADER : needs));
}

/** Cells a column takes before anything was measured. */
export function widthOfColumn(shown: ShownColumn, time: TimeFormat): number {
  if (shown.width > 0) return shown.width;
  if (shown.id === 'time') return timeWidth(time, false);
  return columnOf(shown.id)?.width ?? 0;
}

export const MIN_COLUMN = 3;
export const MAX_COLUMN = 200;
/** Cells between two columns. */
export const GAP = 2;
