/** The values of single headers (RFC 3261 section 20), as in src/sip/scan/header-scan.ts: the header table says what each is. */
import {
  COMMA,
  EXPIRY,
  FAULT,
  LARGEST_OF,
  NUMBER,
  NUMBERS_OF,
  REFER_TO,
  SEMICOLON,
  SPACE,
  T_BRANCH,
  T_GMT,
  VALUE,
  VALUE_OF,
} from '../built/scan';
import { hashBytes } from '../hash';
import { scanAddresses } from './address-scan';
import {
  appended,
  byteAt,
  classOf,
  isDigit,
  methodNumber,
  parameterAt,
  skipSpace,
  startsWith,
  tokenEnd,
  trimEnd,
  valueEnd,
  wholeNumber,
} from './bytes';
import { clearAddresses, clearParameters } from './clearance';
import { contentKind, contentLength } from './content';
import { scanLink } from './link-scan';
import { scanned } from './scanned';
import { findByte } from './search';

/** Length of "z9hG4bK", the magic cookie of a branch (section 8.1.1.7). */
const COOKIE: usize = 7;
/** A number of no more digits fits its header (sections 20.19, 20.23, 20.33). */
const SHORT_NUMBER: usize = 9;
/** "branch=" as a word in lower case, the bits that make letters lower case, and which bytes count. */
const BRANCH_WORD: u64 = 0x3d_6863_6e61_7262;
const BRANCH_CASE: u64 = 0x00_2020_2020_2020;
const BRANCH_BYTES: u64 = ((<u64>1) << 56) - 1;

/** Takes what is kept of the header with this number, whose value is at [start, end). `repeated`: the message had this header before. */
export function scanHeader(number: i32, start: usize, end: usize, repeated: bool): void {
  switch (classOf(VALUE_OF, number)) {
    case VALUE.Via:
      scanVia(start, end, repeated);
      break;
    case VALUE.Address:
      scanFromOrTo(<i32>load<i8>(NUMBERS_OF + <usize>number), start, end);
      break;
    case VALUE.Addresses: {
      const kind = <i32>load<i8>(NUMBERS_OF + <usize>number);
      if (number === REFER_TO) scanLink(number, start, end);
      if (kind >= 0) scanAddresses(start, end, kind);
      else if (!clearAddresses(start, end, false)) scanned.suspect = 1;
      break;
    }
    case VALUE.CallId:
      scanned.callIdStart = start;
      scanned.callIdEnd = trimEnd(start, end);
      break;
    case VALUE.CSeq:
      scanCSeq(start, end);
      break;
    case VALUE.Length:
      scanned.contentLength = contentLength(start, end);
      if (scanned.contentLength < 0) scanned.faults |= FAULT.ContentLength;
      break;
    case VALUE.MediaType:
      scanned.contentTypeStart = start;
      scanned.contentTypeEnd = end;
      scanned.bodyKind = contentKind(start, end);
      break;
    case VALUE.Product:
      if (scanned.agentStart !== scanned.agentEnd) break;
      scanned.agentStart = start;
      scanned.agentEnd = trimEnd(start, end);
      break;
    case VALUE.Expires:
      if (wholeNumber(start, end) === 0) scanned.expiry |= EXPIRY.HeaderZero;
      if (end - start > SHORT_NUMBER) scanned.suspect = 1;
      break;
    case VALUE.Number:
      if (end - start > SHORT_NUMBER || wholeNumber(start, end) > largest(number)) scanned.suspect = 1;
      break;
    case VALUE.Date:
      if (end - start < 3 || !startsWith(end - 3, end, T_GMT)) scanned.suspect = 1;
      break;
    case VALUE.Warning:
      // Rare enough to be looked at in full.
      scanned.suspect = 1;
      break;
    case VALUE.Credentials:
      scanned.authorization = 1;
      break;
    case VALUE.RSeq:
      scanned.rseq = <u32>max<i64>(0, wholeNumber(start, end));
      break;
  }
}

function largest(number: i32): i64 {
  return <i64>load<u32>(LARGEST_OF + 4 * <usize>number);
}

function scanFromOrTo(kind: i32, start: usize, end: usize): void {
  if (kind === NUMBER.From) {
    scanned.fromStart = start;
    scanned.fromEnd = end;
  } else {
    scanned.toStart = start;
    scanned.toEnd = end;
  }
  scanAddresses(start, end, kind);
}

function scanVia(start: usize, end: usize, repeated: bool): void {
  const first = firstBranchAt(start, end);
  const branch = first !== 0 ? first : parameterAt(start, end, T_BRANCH);
  let cleared = start;
  if (branch !== 0) {
    const branchEnd = valueEnd(branch, end);
    if (!repeated) scanned.branch = hashBytes(branch, branchEnd);
    else {
      scanned.lastBranchStart = branch;
      scanned.lastBranchEnd = branchEnd;
    }
    if (branchEnd - branch <= COOKIE) scanned.suspect = 1;
    // What stands before the first parameter holds no separator.
    if (first !== 0) cleared = branchEnd;
  }
  // Another value behind a comma has a branch of its own.
  if (cleared < end && clearParameters(cleared, end, false) !== end) scanned.suspect = 1;
}

/** Address of the branch in a Via where it is the first parameter, as nearly always; else 0. */
function firstBranchAt(start: usize, end: usize): usize {
  const at = findByte(start, end, SEMICOLON) + 1;
  const first =
    at + 7 < end &&
    ((load<u64>(at) & BRANCH_BYTES) | BRANCH_CASE) === BRANCH_WORD &&
    byteAt(at + 7) > SPACE &&
    findByte(start, at, COMMA) === at;
  return first ? at + 7 : 0;
}

/** "102 INVITE". */
function scanCSeq(start: usize, end: usize): void {
  let at = start;
  let number: i64 = 0;
  for (; at < end && isDigit(byteAt(at)); at++) number = appended(number, byteAt(at));
  const digits = at - start;
  at = skipSpace(at, end);
  scanned.cseq = <u32>number;
  scanned.cseqMethodStart = at;
  const methodEnd = tokenEnd(at, end);
  scanned.cseqMethodEnd = methodEnd;
  scanned.cseqMethod = methodNumber(at, methodEnd);
  const spaced = at > start + digits;
  const isWhole = methodEnd > at && skipSpace(methodEnd, end) === end;
  if (digits === 0 || number > 0x7fff_ffff || !spaced || !isWhole) scanned.faults |= FAULT.CSeq;
}
