/** The values of single headers, for the scanner (RFC 3261 section 20): the header table says what each is. */
import { scanAddresses } from './address-scan.js';
import {
  ascii,
  COMMA,
  parameterAt,
  SEMICOLON,
  skipSpace,
  SPACE,
  startsWith,
  TOKEN,
  trimEnd,
  valueEnd,
  wholeNumber,
} from '../../../src/sip/framing/bytes.js';
import { clearAddresses, clearParameters } from './clearance.js';
import { FAULT } from '../../../src/sip/message/faults.js';
import { LARGEST_OF, NUMBERS_OF, REFER_TO, VALUE_OF } from '../../../src/sip/headers/header-rules.js';
import { NUMBER, VALUE } from '../../../src/sip/headers/header-table.js';
import { scanLink } from './link-scan.js';
import type { ReferenceScan } from './reference-scan.js';
import { methodNumber } from './methods.js';
import { EXPIRY, type ScannedMessage } from '../../../src/sip/scan/scanned-message.js';
import { contentKind, contentLength } from '../../../src/sip/framing/content.js';
import { hashBytes } from '../../../src/bytes/hash.js';
import { findByte, fourTimes } from '../bytes/words.js';

/** Length of "z9hG4bK", the magic cookie of a branch (section 8.1.1.7). */
const COOKIE = 7;
/** A number of no more digits fits its header (sections 20.19, 20.23, 20.33). */
const SHORT_NUMBER = 9;
const BRANCH = ascii('branch');
const SEMICOLON_FOUR = fourTimes(SEMICOLON);
const COMMA_FOUR = fourTimes(COMMA);
/** "bran" and "ch=" as words in lower case, and the bits that make letters lower case. */
const BRAN = 0x6e617262;
const LETTERS = 0x20202020;
const CH_EQUALS = 0x3d6863;
const TWO_LETTERS = 0x002020;
const GMT = ascii('gmt');

/**
 * Takes what is kept of the header numbered `id`, whose value is at [start, end).
 * @param repeated The message had this header before.
 */
export function scanHeader(
  id: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  repeated: boolean,
  out: ReferenceScan,
): void {
  switch (VALUE_OF[id]) {
    case VALUE.Via:
      scanVia(bytes, view, start, end, repeated, out);
      break;
    case VALUE.Address: {
      const kind = NUMBERS_OF[id]!;
      if (kind === NUMBER.From) {
        out.fromStart = start;
        out.fromEnd = end;
      } else {
        out.toStart = start;
        out.toEnd = end;
      }
      scanAddresses(bytes, view, start, end, kind, out);
      break;
    }
    case VALUE.Addresses: {
      const kind = NUMBERS_OF[id]!;
      if (id === REFER_TO) scanLink(id, bytes, start, end, out);
      if (kind >= 0) scanAddresses(bytes, view, start, end, kind, out);
      else if (!clearAddresses(bytes, start, end, false)) out.suspect = 1;
      break;
    }
    case VALUE.CallId:
      out.callIdStart = start;
      out.callIdEnd = trimEnd(bytes, start, end);
      break;
    case VALUE.CSeq:
      scanCSeq(bytes, start, end, out);
      break;
    case VALUE.Length:
      out.contentLength = contentLength(bytes, start, end);
      if (out.contentLength < 0) out.faults |= FAULT.ContentLength;
      break;
    case VALUE.MediaType:
      out.contentTypeStart = start;
      out.contentTypeEnd = end;
      out.bodyKind = contentKind(bytes, start, end);
      break;
    case VALUE.Product:
      if (out.agentStart === out.agentEnd) {
        out.agentStart = start;
        out.agentEnd = trimEnd(bytes, start, end);
      }
      break;
    case VALUE.Expires:
      if (wholeNumber(bytes, start, end) === 0) out.expiry |= EXPIRY.HeaderZero;
      if (end - start > SHORT_NUMBER) out.suspect = 1;
      break;
    case VALUE.Number:
      if (end - start > SHORT_NUMBER || wholeNumber(bytes, start, end) > LARGEST_OF[id]!) out.suspect = 1;
      break;
    case VALUE.Date:
      if (!startsWith(bytes, end - GMT.length, end, GMT)) out.suspect = 1;
      break;
    case VALUE.Warning:
      // Rare enough to be looked at in full.
      out.suspect = 1;
      break;
    case VALUE.Credentials:
      out.authorization = 1;
      break;
    case VALUE.RSeq:
      out.rseq = Math.max(0, wholeNumber(bytes, start, end));
      break;
  }
}

function scanVia(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  repeated: boolean,
  out: ReferenceScan,
): void {
  const first = firstBranchAt(view, start, end);
  const branch = first >= 0 ? first : parameterAt(bytes, start, end, BRANCH);
  let cleared = start;
  if (branch >= 0) {
    const branchEnd = valueEnd(bytes, branch, end);
    if (!repeated) out.branch = hashBytes(view, branch, branchEnd);
    else {
      out.lastBranch.start = branch;
      out.lastBranch.end = branchEnd;
    }
    if (branchEnd - branch <= COOKIE) out.suspect = 1;
    // What stands before the first parameter holds no separator.
    if (first >= 0) cleared = branchEnd;
  }
  // Another value behind a comma has a branch of its own.
  if (cleared < end && clearParameters(bytes, cleared, end, false) !== end) out.suspect = 1;
}

/** Offset of the branch in a Via where it is the first parameter, as nearly always; else -1. */
function firstBranchAt(view: DataView, start: number, end: number): number {
  const at = findByte(view, start, end, SEMICOLON_FOUR) + 1;
  const first =
    at + 7 < end &&
    (view.getInt32(at, true) | LETTERS) === BRAN &&
    ((view.getInt32(at + 4, true) & 0xffffff) | TWO_LETTERS) === CH_EQUALS &&
    view.getUint8(at + 7) > SPACE &&
    findByte(view, start, at, COMMA_FOUR) === at;
  return first ? at + 7 : -1;
}

/** "102 INVITE". */
function scanCSeq(bytes: Uint8Array, start: number, end: number, out: ScannedMessage): void {
  let at = start;
  let number = 0;
  while (at < end && bytes[at]! >= 48 && bytes[at]! <= 57) {
    number = Math.min(0xffffffff, number * 10 + bytes[at]! - 48);
    at++;
  }
  const digits = at - start;
  at = skipSpace(bytes, at, end);
  out.cseq = number;
  out.cseqMethodStart = at;
  while (at < end && TOKEN[bytes[at]!] !== 0) at++;
  out.cseqMethodEnd = at;
  out.cseqMethod = methodNumber(bytes, out.cseqMethodStart, at);
  const spaced = out.cseqMethodStart > start + digits;
  const isWhole = at > out.cseqMethodStart && skipSpace(bytes, at, end) === end;
  if (digits === 0 || number > 0x7fffffff || !spaced || !isWhole) out.faults |= FAULT.CSeq;
}
