/**
 * TCP (RFC 9293) as far as it is simple: bare acknowledgements, segments sent again, and segments that come next in their stream and hold whole messages of SIP and
 * nothing else. Any other is for src/decode/streams/, which takes over where this left off: nothing was changed then.
 */
import { MESSAGE_TCP } from '../built/packets';
import { MAX_JUMP, Stream, STREAM_FLAG } from '../built/tables';
import { addOfStream, carried } from '../conversations/add';
import { CR, LF } from '../built/scan';
import { byteAt, methodNumber, tokenEnd } from '../scan/bytes';
import { wholeMessageEnd } from '../scan/whole-message';
import { joined } from '../host';
import { isCertainlySip } from '../scan/probe';
import { missing, stop, word } from './layers';
import { beginParts, goOnWithParts, isJoined, joinedEnd, joinedStart, partAt, partCount, parts } from './parts';
import { RECORD_HEADER, records } from './records';
import { addStream, boundStreams, findReverse, findStream, isElsewhere, keyOf, recentIn } from './streams';
import { isInTunnel } from './tunnels';

/** What a segment was. */
export const NOT_SIMPLE: i32 = 0;
export const MESSAGES: i32 = 5;
export const ACK: i32 = 6;
export const SENT_AGAIN: i32 = 7;
export const KEEP_ALIVE: i32 = 8;
/** The beginning of a message, or more of one, whose end must follow before anything else. */
export const PART: i32 = 9;

const MIN_HEADER: usize = 20;
const FIN_SYN_RST: u8 = 7;
/** "SIP/", as a word. */
const SIP_SLASH: u32 = 0x2f50_4953;

/** Where the first message of the segment ends. */
let firstEnd: usize = 0;

/** Takes the segment at `at`, of the packet that begins at `packet`, if it is simple. */
export function takeSegment(at: usize, packet: usize): i32 {
  if (records.sharesStreams === 0 || isInTunnel() || missing > 0 || at + MIN_HEADER > stop) return NOT_SIMPLE;
  const headerLength = (<usize>load<u8>(at, 12) >>> 4) << 2;
  if (headerLength < MIN_HEADER || at + headerLength > stop || (load<u8>(at, 13) & FIN_SYN_RST) !== 0)
    return NOT_SIMPLE;
  // TypeScript gives up a gap first.
  if (!(carried.timeUs < records.dueUs)) return NOT_SIMPLE;
  keyOf(carried.source, carried.destination, carried.addressLength, at);
  const stream = findStream();
  if (stream !== 0 && isElsewhere(stream)) return NOT_SIMPLE;
  const payload = at + headerLength;
  carried.sourcePort = word(at);
  carried.destinationPort = word(at + 2);
  if (partCount > 0) return join(changetype<Stream>(stream), payload, bswap<u32>(load<u32>(at, 4)), packet);
  if (payload === stop) {
    if (stream !== 0) changetype<Stream>(stream).flags |= STREAM_FLAG.Used;
    return ACK;
  }
  const sequence = bswap<u32>(load<u32>(at, 4));
  return stream === 0 ? begin(payload, sequence, packet) : goOn(changetype<Stream>(stream), payload, sequence, packet);
}

/** A stream that was not met before, whose first bytes are a message. */
function begin(payload: usize, sequence: u32, packet: usize): i32 {
  const reverse = findReverse();
  if (reverse !== 0 && isElsewhere(reverse)) return NOT_SIMPLE;
  if (!isUsual(payload)) return NOT_SIMPLE;
  if (!areWhole(payload)) return part(payload, sequence, packet);
  const stream = changetype<Stream>(addStream());
  stream.flags = STREAM_FLAG.Decided;
  stream.next = sequence + <u32>(stop - payload);
  addMessages(payload, packet, stream);
  if (!boundStreams()) records.overfull = 1;
  return MESSAGES;
}

function goOn(stream: Stream, payload: usize, sequence: u32, packet: usize): i32 {
  const length = <i32>(stop - payload);
  const offset = <i32>(sequence - stream.next);
  if (offset < 0 && offset >= -MAX_JUMP && offset + length <= 0) {
    stream.flags |= STREAM_FLAG.Used;
    return SENT_AGAIN;
  }
  if (offset !== 0) return NOT_SIMPLE;
  const isDecided = (stream.flags & STREAM_FLAG.Decided) !== 0;
  const isKeepAlive = isDecided && areLineEnds(payload);
  if (!isKeepAlive) {
    if (!isDecided && !isUsual(payload)) return NOT_SIMPLE;
    if (!areWhole(payload)) return part(payload, sequence, packet);
  }
  stream.next += <u32>length;
  stream.flags |= STREAM_FLAG.Used | STREAM_FLAG.Decided;
  if (isKeepAlive) return KEEP_ALIVE;
  addMessages(payload, packet, stream);
  return MESSAGES;
}

/** The first part of a message. */
function part(payload: usize, sequence: u32, packet: usize): i32 {
  if (firstEnd !== 0 || !isCertainlySip(payload, stop) || !beginParts(payload, stop, sequence)) return NOT_SIMPLE;
  place(payload, packet);
  return PART;
}

/** Notes where the part at hand lies. */
function place(payload: usize, packet: usize): void {
  const part = partAt(partCount - 1);
  part.recordOffset = carried.recordOffset;
  part.timeUs = carried.timeUs;
  part.start = RECORD_HEADER + <u32>(payload - packet);
}

/** The next part of a message. */
function join(stream: Stream, payload: usize, sequence: u32, packet: usize): i32 {
  if (payload === stop || !goOnWithParts(payload, stop, sequence)) return NOT_SIMPLE;
  place(payload, packet);
  if (!isJoined()) return PART;
  const isNew = changetype<usize>(stream) === 0;
  if (isNew) stream = changetype<Stream>(addStream());
  else stream.flags |= STREAM_FLAG.Used;
  stream.flags |= STREAM_FLAG.Decided;
  stream.next = sequence + <u32>(stop - payload);
  const first = partAt(0);
  for (let index: u32 = 0; index < partCount - 1; index++) carried.timeUs = max(carried.timeUs, partAt(index).timeUs);
  carried.recordOffset = first.recordOffset;
  carried.payloadDelta = first.start;
  carried.flags = MESSAGE_TCP;
  carried.missing = 0;
  carried.tunnel = 0;
  joined(addOfStream(joinedStart, joinedEnd, recentIn(changetype<usize>(stream))), parts, partCount);
  if (isNew && !boundStreams()) records.overfull = 1;
  return MESSAGES;
}

/** CRLF between messages (RFC 5626 section 3.5.1). */
function areLineEnds(at: usize): bool {
  while (at < stop && (byteAt(at) === CR || byteAt(at) === LF)) at++;
  return at === stop;
}

/** A response or a registered method: other protocols begin with words, too (decode/streams/stream-name.ts). */
function isUsual(at: usize): bool {
  return at + 4 <= stop && (load<u32>(at) === SIP_SLASH || methodNumber(at, tokenEnd(at, stop)) !== 0);
}

/** Whether there are whole messages from `at` to the end of the segment. What was scanned last is the last of them. */
function areWhole(at: usize): bool {
  firstEnd = wholeMessageEnd(at, stop);
  for (let end = firstEnd; end !== stop; end = wholeMessageEnd(end, stop)) if (end === 0) return false;
  return true;
}

/** Adds the messages from `at` on, which are whole. */
function addMessages(at: usize, packet: usize, stream: Stream): void {
  const recent = recentIn(changetype<usize>(stream));
  carried.flags = MESSAGE_TCP;
  carried.missing = 0;
  carried.tunnel = 0;
  for (let end = firstEnd === stop ? stop : wholeMessageEnd(at, stop); ; end = wholeMessageEnd(at, stop)) {
    carried.payloadDelta = RECORD_HEADER + <u32>(at - packet);
    addOfStream(at, end, recent);
    if (end === stop) return;
    at = end;
  }
}
