/**
 * The filter on what is under the cursor. In: a state. Out: the term that asks for the value of the chosen cell, of the arrow
 * or of the line of the message under the cursor; a sentence where there is none.
 */
import { termFor } from '../../query/edit.js';
import { literal } from '../../query/print.js';
import { parseAddress } from '../../sip/address.js';
import { canonicalHeaderName } from '../../sip/header-names.js';
import { fieldAt } from '../../sip/message-lines.js';
import { parseUri } from '../../sip/uri.js';
import type { ConversationRow } from '../../engine/protocol.js';
import { shownColumns } from '../list/column-fit.js';
import { columnOf, headerNames } from '../list/columns.js';
import { openLines } from '../view/open-message.js';
import type { State } from '../state.js';
import { currentMessage, currentRow } from '../view/current.js';

export type ValueTerm = { term: string } | { none: string };

export function valueTerm(state: State): ValueTerm {
  const { focus } = state.view;
  return focus === 'message' ? ofLine(state) : focus === 'flow' ? ofArrow(state) : ofCell(state);
}

function ofCell(state: State): ValueTerm {
  const row = currentRow(state);
  if (!row) return { none: 'There is no conversation here.' };
  const shown = shownColumns(state)[state.list.column];
  const column = shown && columnOf(shown.id);
  if (!column)
    return { none: 'Left and Right choose the cell; = then filters on its value, ! excludes it, & adds it.' };
  if (column.id.startsWith('header:')) {
    const name = column.id.slice('header:'.length);
    return { term: termFor(`header.${name}`, row.cells[headerNames(state.list.columns).indexOf(name)] ?? null) };
  }
  const asked = CELLS[column.id]?.(row);
  if (!asked) return { none: `No filter asks for exactly what the column ${column.title} shows.` };
  return { term: termFor(...asked) };
}

/** Which field asks for what a column shows, and the value it asks for. */
const CELLS: Readonly<Record<string, (row: ConversationRow) => [field: string, value: string | null] | null>> = {
  index: row => ['index', String(row.index)],
  method: row => ['method', row.method],
  from: row => ['from', row.from],
  to: row => ['to', row.to],
  peer: row => ['dst', row.dst],
  src: row => ['src', row.src],
  state: row => ['state', row.state],
  outcome: row => ['state', row.state],
  status: row => (row.status === null ? ['state', row.state] : ['outcome', String(row.status)]),
  messages: row => ['messages', String(row.messages)],
  retransmissions: row => ['retransmissions', String(row.retransmissions)],
  transport: row => ['transport', row.transport],
  // The field looks at both sides: that one of them says nothing cannot be asked.
  agent: row => (row.callerAgent === null ? null : ['ua', row.callerAgent]),
  'peer-agent': row => (row.calleeAgent === null ? null : ['ua', row.calleeAgent]),
  hungup: row => ['hungup', row.hungUpBy],
  callid: row => ['callid', row.callId],
};

function ofArrow(state: State): ValueTerm {
  const row = currentMessage(state);
  if (!row) return { none: 'There is no message here.' };
  if (row.method !== null) return { term: termFor('method', row.method) };
  return row.status === null
    ? { none: 'This message has no status.' }
    : { term: termFor('status', String(row.status)) };
}

/** Headers that have a field of their own; numbers are asked for as numbers. */
const NUMBERS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    From: 'from',
    To: 'to',
    Diversion: 'diversion',
    'P-Asserted-Identity': 'pai',
    'P-Preferred-Identity': 'ppi',
    'Remote-Party-ID': 'rpid',
  }),
);
const TEXTS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    'Call-ID': 'callid',
    'User-Agent': 'ua',
    Server: 'ua',
    CSeq: 'cseq',
  }),
);

function ofLine(state: State): ValueTerm {
  const lines = openLines(state);
  const line = lines[state.message.cursor];
  if (!line || state.message.compared) return { none: 'There is no line here to filter on.' };
  if (line.kind === 'start') return ofStartLine(state);
  // A line is a part of the description: it is contained, not all of it.
  if (line.kind === 'sdp') return { term: `sdp ${literal(line.text.trim())}` };
  const field = fieldAt(lines, state.message.cursor);
  if (!field) return { none: 'Only the start line, headers and SDP can be filtered on.' };
  const name = canonicalHeaderName(field.name);
  const numbered = NUMBERS.get(name);
  const user = numbered === undefined ? null : userOf(field.value);
  if (numbered !== undefined && user !== null) return { term: termFor(numbered, user) };
  return { term: termFor(TEXTS.get(name) ?? `header.${name}`, field.value) };
}

function ofStartLine({ message }: State): ValueTerm {
  const open = message.open.value;
  const row = open && 'row' in open ? open.row : null;
  if (row?.method) return { term: termFor('method', row.method) };
  return row?.status ? { term: termFor('status', String(row.status)) } : { none: 'This is no start line.' };
}

function userOf(value: string): string | null {
  return parseUri(parseAddress(value)?.uri ?? '')?.user || null;
}
