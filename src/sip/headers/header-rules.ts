/**
 * The header table as the hot path reads it: typed arrays by header number. A number beyond the table is that of a name
 * first met in a capture; no rule holds for it.
 */
import { ascii, TOKEN } from '../framing/bytes.js';
import { HEADER_TABLE, type HeaderRow, LINK_HEADERS, VALUE } from './header-table.js';

/** Nobody looks into the headers with larger numbers; below 32, so that those up to it fit in the bits of one number. */
export const LAST_SCANNED = HEADER_TABLE.findLastIndex(row => row.value !== undefined) + 1;

/** Number of a header of the table. */
function numberOf(name: string): number {
  return HEADER_TABLE.findIndex(row => row.name === name) + 1;
}

export const CONTENT_LENGTH = numberOf('Content-Length');
export const CONTENT_TYPE = numberOf('Content-Type');

/** One of VALUE by header number; 0 at 0. */
export const VALUE_OF = Uint8Array.from([0, ...HEADER_TABLE.map(row => VALUE[row.value ?? 'Text'])]);

/** Largest number by header number; 0 if the header holds none. */
export const LARGEST_OF = Uint32Array.from([0, ...HEADER_TABLE.map(row => row.largest ?? 0)]);

/** Index in NUMBER_KINDS by header number; -1 if no number stands in the header. */
export const NUMBERS_OF = Int8Array.from([-1, ...HEADER_TABLE.map(row => row.numbers ?? -1)]);

/** 1 for the headers that link the legs of a call, by header number. */
export const LINKS = new Uint8Array(HEADER_TABLE.length + 1);
for (const name of LINK_HEADERS) LINKS[numberOf(name)] = 1;

export const VIA = numberOf('Via');
export const REFER_TO = numberOf('Refer-To');
export const CHARGING_VECTOR = numberOf('P-Charging-Vector');

/** Headers every message must have, as bits 1 << number. */
export const MANDATORY = bitsOf(row => row.mandatory === true);
/** Headers that may appear once, as bits 1 << number. */
export const ONCE = bitsOf(row => row.once === true);

function bitsOf(holds: (row: HeaderRow) => boolean): number {
  return HEADER_TABLE.reduce((bits, row, at) => (holds(row) ? bits | (1 << (at + 1)) : bits), 0);
}

const ROWS: ReadonlyMap<string, HeaderRow> = new Map(HEADER_TABLE.map(row => [row.name, row]));

/** The row of a canonical name; undefined for a header nobody registered. */
export function headerRow(canonicalName: string): HeaderRow | undefined {
  return ROWS.get(canonicalName);
}

const NAMES = HEADER_TABLE.map(row => ascii(row.name.toLowerCase()));
const COMPACT = HEADER_TABLE.map(row => ascii(row.compact ?? ''));

/** True where the token at [start, end) is the name of the header with this number, in any case or in compact form. */
export function isHeader(bytes: Uint8Array, start: number, end: number, number: number): boolean {
  return isName(bytes, start, end, NAMES[number - 1]) || isName(bytes, start, end, COMPACT[number - 1]);
}

function isName(bytes: Uint8Array, start: number, end: number, lower: Uint8Array | undefined): boolean {
  if (lower === undefined || lower.length === 0 || lower.length !== end - start) return false;
  for (let i = 0; i < lower.length; i++) if (TOKEN[bytes[start + i]!] !== lower[i]) return false;
  return true;
}
