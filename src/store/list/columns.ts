/**
 * The columns of the list: those of the catalogue (model/fields.ts), and any SIP header, "header:Name".
 */
import type { SortKey } from '../../engine/protocol/query.js';
import type { ConversationRow } from '../../engine/protocol/rows.js';
import { formatTime, type TimeFormat, timeWidth } from '../../flow/clock.js';
import { duration } from '../../format/durations.js';
import type { ColumnFacet } from '../../model/field.js';
import { type Field, FIELDS, type SortName, shownIn } from '../../model/fields.js';
import { shortAddress } from '../../format/addresses.js';
import { outcomeText } from './row-verdict.js';

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
  /** Cells below which it says nothing; null for all it takes. */
  least: number | null;
  align: 'left' | 'right';
  sort: SortKey;
  cell: (row: ConversationRow, context: CellContext) => string;
}

/** A column as the user has it; width 0 is the column's own. */
export interface ShownColumn {
  id: string;
  width: number;
}

const NONE = '';

export const COLUMNS: readonly Column[] = FIELDS.flatMap(field =>
  field.column ? [columnFor(field, field.column)] : [],
);

function columnFor(field: Field, { title, width, least, align, help, sort }: ColumnFacet): Column {
  return {
    id: field.name,
    title,
    help: help ?? field.help,
    width,
    least: least ?? null,
    align: align ?? 'left',
    // Whatever has a column has a value, and is sorted by it.
    sort: (sort ?? field.name) as SortName,
    cell: (row, context) => cellText(field, row, context),
  };
}

/** The value of a field in a row, as its type prints. */
function cellText(field: Field, row: ConversationRow, context: CellContext): string {
  if (field.shows === 'outcome') return outcomeText(row);
  const value = shownIn(row, field);
  if (value === null || (value === 0 && field.column?.hidesZero)) return NONE;
  if (typeof value === 'number') {
    switch (field.type) {
      case 'time':
        return formatTime(value, context.firstUs, row.dated, context.time, false);
      case 'duration':
        return duration(value);
    }
  } else if (field.type === 'address') return shortAddress(context.alias(value));
  const behind = field.column?.with && row[field.column.with];
  return behind ? `${value} ${behind}` : String(value);
}

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

/** The column of an id; a header column is made on the spot, null if the id means nothing. */
export function columnOf(id: string): Column | null {
  const known = BY_ID.get(id);
  if (known) return known;
  const name = headerOf(id);
  if (name === null) return null;
  return {
    id,
    title: name,
    help: `value of the ${name} header`,
    width: Math.max(16, name.length + 2),
    least: MIN_HEADER,
    align: 'left',
    sort: `header:${name}`,
    cell: (row, context) => row.cells[context.headers.indexOf(name)] ?? NONE,
  };
}

/** The header of "header:Name", which is a token of RFC 3261 section 25.1; null for any other id. */
function headerOf(id: string): string | null {
  return /^header:([\w.!%*+`'~-]+)$/.exec(id)?.[1] ?? null;
}

/** What a name in the settings, of a column or a field, is sorted by; null if it means nothing. */
export function sortKeyOf(name: string): SortKey | null {
  const column = columnOf(name);
  if (column !== null) return column.sort;
  const field = FIELDS.find(known => known.name === name);
  // A field with a value that is in the tables can be sorted by, shown or not.
  return field?.value === undefined || 'uriOf' in field.value ? null : (field.name as SortName);
}

/** Header names among the columns, in order: what `rows` is to be asked for. */
export function headerNames(shown: readonly ShownColumn[]): string[] {
  return shown.filter(({ id }) => id.startsWith('header:')).map(({ id }) => id.slice('header:'.length));
}

/** Cells a header column needs to say something. */
const MIN_HEADER = 12;

/** Cells a column must have where `needs` would be right. */
export function leastWidth({ least }: Column, needs: number): number {
  return Math.min(needs, least ?? needs);
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
