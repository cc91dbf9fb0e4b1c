/**
 * Which numbers (user parts of addresses) occur in a conversation, and in which headers: one list per conversation, one entry per distinct
 * number; the latest comes first. src/conversations/values/number-postings.ts reads them.
 */
import { MAX_NUMBER, POSTING_BYTES, Posting } from '../built/tables';
import { addRow, newTable, rowAt } from '../tables/table';
import { bytesOf, intern, isRun, lengthOf } from '../tables/interner';
import { numbers } from './tables';

/** Distinct numbers kept per conversation: a hostile one could bring a new one with each message. */
const MAX_ENTRIES: i32 = 256;
const PERCENT: u8 = 37;

export const postings = newTable(POSTING_BYTES);

/** Entries are numbered from 1: 0 is the end of a list. */
export function beginPostings(): void {
  addRow(postings);
}

/** Numbers that found no room in the list of their conversation, or in their message. */
export let numbersNotKept: i32 = 0;

/** A number without escapes; its last bytes are room for reading beyond. */
const plain: usize = memory.data(1024 + 16, 8);
/** "anonymous" in lower case, and how long it is. */
const ANONYMOUS: usize = memory.data<u8>([97, 110, 111, 110, 121, 109, 111, 117, 115]);
const ANONYMOUS_LENGTH: i32 = 9;

export function postingAt(entry: i32): Posting {
  return changetype<Posting>(rowAt(postings, entry));
}

/** Counts numbers that a message has beyond those kept of it. */
export function countNotKept(count: i32): void {
  numbersNotKept += count;
}

/** The first entry of the list that the number posted last belongs to, and the number's id; -1 where it found no room in the table. */
export let head: i32 = 0;

/**
 * Posts the number spelled at `start`, which occurs in headers of some kinds (bits by index in NUMBER_KINDS), in the list that begins with `first`. `head`
 * is the list's first entry then.
 * @returns Id of the number; -1 where the table is full.
 */
export function post(first: i32, start: usize, length: u32, hash: u32, kinds: i32): i32 {
  head = first;
  let entries = 0;
  for (let entry = first; entry !== 0; ) {
    const posting = postingAt(entry);
    if (<u32>posting.hash === hash && isRun(numbers, posting.number, start, length)) {
      posting.kinds |= kinds;
      return posting.number;
    }
    entries++;
    entry = posting.next;
  }
  const number = internNumber(start, length);
  if (number < 0) return number;
  if (entries >= MAX_ENTRIES) numbersNotKept++;
  else addPosting(first, number, kinds, hash);
  return number;
}

/** Adds a number; one that was spelled otherwise may be there. */
function addPosting(first: i32, number: i32, kinds: i32, hash: u32): void {
  for (let entry = first; entry !== 0; ) {
    const posting = postingAt(entry);
    if (posting.number === number) {
      posting.kinds |= kinds;
      return;
    }
    entry = posting.next;
  }
  head = addRow(postings);
  const posting = postingAt(head);
  posting.next = first;
  posting.number = number;
  posting.kinds = kinds;
  posting.hash = <i32>hash;
}

/** Id of a user part: every spelling of the same characters has the same ("%2B354" is "+354", RFC 3261 section 19.1.4). */
function internNumber(start: usize, length: u32): i32 {
  for (let at = start; at < start + length; at++)
    if (load<u8>(at) === PERCENT) return intern(numbers, plain, unescaped(start, start + length));
  return intern(numbers, start, length);
}

/** Writes [start, end) without escapes to `plain`, as far as that has room; answers the bytes written. A wrong escape stays. */
function unescaped(start: usize, end: usize): u32 {
  let length: u32 = 0;
  for (let at = start; at < end && length < MAX_NUMBER; at++) {
    let byte = load<u8>(at);
    if (byte === PERCENT && at + 2 < end) {
      const high = hexDigit(load<u8>(at + 1));
      const low = hexDigit(load<u8>(at + 2));
      if (high >= 0 && low >= 0) {
        byte = <u8>(high * 16 + low);
        at += 2;
      }
    }
    store<u8>(plain + length++, byte);
  }
  return length;
}

/** Value of a hexadecimal digit; -1 for any other byte. */
function hexDigit(byte: u8): i32 {
  if (byte >= 48 && byte <= 57) return <i32>byte - 48;
  const lower = <i32>byte | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** True for user parts of withheld identities (RFC 3323 section 4.1.1.3). */
export function isAnonymous(number: i32): bool {
  const at = bytesOf(numbers, number);
  if (at === 0 || lengthOf(numbers, number) !== ANONYMOUS_LENGTH) return false;
  for (let i = 0; i < ANONYMOUS_LENGTH; i++) if ((load<u8>(at + i) | 0x20) !== load<u8>(ANONYMOUS + i)) return false;
  return true;
}
