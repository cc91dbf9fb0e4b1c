/**
 * The filter on what is under the cursor: the term that asks for the value of the chosen cell, of the arrow or of the line of the
 * message; a sentence where there is none.
 */
import { termFor } from '../../query/language/edit.js';
import { literal } from '../../query/language/print.js';
import { type Field, FIELDS, valueIn } from '../../model/fields.js';
import { isoTime } from '../../format/times.js';
import { parseAddress } from '../../sip/headers/address.js';
import { canonicalHeaderName } from '../../sip/headers/header-names.js';
import { fieldAt } from '../../sip/view/message-lines.js';
import { parseUri } from '../../sip/headers/uri.js';
import type { ConversationRow } from '../../engine/protocol/rows.js';
import { chosenColumn, shownColumns } from '../list/column-fit.js';
import { columnOf, headerNames } from '../list/columns.js';
import { shownVerdict } from '../list/row-verdict.js';
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
  const shown = shownColumns(state)[chosenColumn(state)];
  const column = shown && columnOf(shown.id);
  if (!column)
    return { none: 'Left and Right choose the cell; = then filters on its value, ! excludes it, & adds it.' };
  if (column.id.startsWith('header:')) {
    const name = column.id.slice('header:'.length);
    return { term: termFor(`header.${name}`, row.cells[headerNames(state.list.columns).indexOf(name)] ?? null) };
  }
  const field = FIELDS.find(({ name }) => name === column.id);
  // A hint is no cause: no filter asks for it.
  const verdict = field?.shows === 'outcome' ? shownVerdict(row) : null;
  if (verdict !== null && verdict.certainty !== 'hint') return { term: termFor('cause', verdict.cause) };
  return (
    (field && ofField(field, row)) ?? { none: `No filter asks for exactly what the column ${column.title} shows.` }
  );
}

/** The term that asks for the value a row has of a field; null if none does. */
function ofField(field: Field, row: ConversationRow): ValueTerm | null {
  const { name, filter, column } = field;
  if (filter === undefined || column?.asks === null) return null;
  const value = valueText(field, row);
  if (value === null && column?.asksIfEmpty) {
    const other = FIELDS.find(known => known.name === column.asksIfEmpty);
    return other ? ofField(other, row) : null;
  }
  return { term: termFor(column?.asks ?? filter.names?.[0] ?? name, value) };
}

/** A value as the filter reads it, to the microsecond; null if it is unknown. */
function valueText(field: Field, row: ConversationRow): string | null {
  const value = valueIn(row, field);
  if (value === null) return null;
  const { type } = field;
  if (type === 'time') return isoTime(Number(value), row.dated);
  return type === 'duration' ? `${value}ms` : String(value);
}

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
