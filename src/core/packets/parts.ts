/**
 * A message of SIP in several segments of TCP, one record after the other: they are put together, and taken when it is whole. Where something else comes first, nothing
 * was changed, and TypeScript begins with the first of them.
 */
import { Part, PART_BYTES, STREAM_KEY_BYTES } from '../built/tables';
import { copyWords, sameBytes } from '../bytes';
import { settleAll } from '../conversations/add';
import { wholeMessageEnd } from '../scan/whole-message';
import { streamKey } from './streams';

const MAX_PARTS: u32 = 8;
/** Longest message put together here. */
const MAX_BYTES: usize = 16_384;
/** Bytes stay here until their messages are in their conversations; with room to read and write beyond. */
const ROOM: usize = 65_536;
const bytes: usize = memory.data(65_536 + 64, 8);

export const parts: usize = memory.data(8 * 32, 8);
export let partCount: u32 = 0;
/** The bytes put together. */
export let joinedStart: usize = bytes;
export let joinedEnd: usize = bytes;
const key: usize = memory.data(48, 8);
let next: u32 = 0;

export function partAt(index: u32): Part {
  return changetype<Part>(parts + <usize>(index * PART_BYTES));
}

/** Begins with the segment of `streamKey` whose payload is [start, end). False where it is too long. */
export function beginParts(start: usize, end: usize, sequence: u32): bool {
  joinedStart = (joinedEnd + 7) & ~7;
  if (joinedStart + MAX_BYTES > bytes + ROOM) {
    settleAll();
    joinedStart = bytes;
  }
  joinedEnd = joinedStart;
  copyWords(key, streamKey, STREAM_KEY_BYTES);
  next = sequence;
  return append(start, end);
}

/** Goes on with a segment. False where it is not what follows. */
export function goOnWithParts(start: usize, end: usize, sequence: u32): bool {
  return sequence === next && sameBytes(key, streamKey, STREAM_KEY_BYTES) && append(start, end);
}

/** Whether the message is whole, and nothing is behind it; `scanned` then tells of it. */
export function isJoined(): bool {
  return wholeMessageEnd(joinedStart, joinedEnd) === joinedEnd;
}

/** Forgets the parts. */
export function leaveParts(): void {
  partCount = 0;
}

function append(start: usize, end: usize): bool {
  const length = end - start;
  if (partCount === MAX_PARTS || joinedEnd + length > joinedStart + MAX_BYTES) return false;
  copyWords(joinedEnd, start, <u32>length);
  joinedEnd += length;
  next += <u32>length;
  const part = partAt(partCount++);
  part.length = <u32>length;
  return true;
}
