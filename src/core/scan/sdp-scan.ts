/**
 * What an SDP body (RFC 8866) says that other legs of a call may say, too: the address and port of the first media, the session's origin, and what its media are
 * encrypted or checked by. Read line by line; what is no SDP is passed over.
 */
import {
  COLON,
  DEFAULT_SESSIONS,
  DOT,
  EQUALS,
  MIN_SESSION,
  SLASH,
  SPACE,
  T_CRYPTO,
  T_ICE_PWD,
  T_IN_IP4,
} from '../built/scan';
import { hashBytes } from '../hash';
import { byteAt, isDigit, startsWith, textLength, trimEnd, wholeNumber } from './bytes';
import { lineEnd, nextLine } from './lines';
import { findByte } from './search';

/** No description that describes a call is longer. */
const MOST_BYTES: usize = 8192;
/** Bytes left out of a key for the hash of its end. */
const KEY_START: usize = 4;
const LETTER_A: i32 = 97;
const LETTER_C: i32 = 99;
const LETTER_M: i32 = 109;
const LETTER_O: i32 = 111;
const DEFAULTS: usize = 8;

/** What the body scanned last says; src/conversations/descriptions.ts has what each is. */
export namespace described {
  export let port: i32 = 0;
  export let address: i32 = 0;
  export let origin: i32 = 0;
  export let originHost: i32 = 0;
  export let mediaKey: i32 = 0;
  export let mediaKeyEnd: i32 = 0;

  /** Nothing is said yet. */
  export function clear(): void {
    port = address = origin = originHost = mediaKey = mediaKeyEnd = 0;
  }
}

/** Whether lines now describe a media that is not the first one. */
let isOther: bool = false;

/** Scans the body at [start, end) into `described`. */
export function scanSdp(start: usize, end: usize): void {
  described.clear();
  isOther = false;
  const limit = min(end, start + MOST_BYTES);
  for (let at = start; at + 2 < limit; ) {
    const last = lineEnd(at, limit, false);
    if (last > at + 2 && byteAt(at + 1) === EQUALS) scanLine(byteAt(at), at + 2, last);
    at = nextLine(last, limit);
  }
}

function scanLine(type: i32, start: usize, end: usize): void {
  if (type === LETTER_C) {
    if (!isOther) described.address = addressIn(start, end);
  } else if (type === LETTER_M) scanMedia(start, end);
  else if (type === LETTER_O) scanOrigin(start, end);
  else if (type === LETTER_A) scanAttribute(start, end);
}

/** "audio 49170 RTP/AVP 0": the first one with a port. */
function scanMedia(start: usize, end: usize): void {
  const at = findByte(start, end, SPACE) + 1;
  const port = at < end ? wholeNumber(at, end) : 0;
  isOther = described.port !== 0 || port <= 0 || port > 0xffff;
  if (!isOther) described.port = <i32>port;
}

/** "IN IP4 10.0.0.1/127": the four bytes of the address, or the hash of one that is not such; 0 for 0.0.0.0. */
function addressIn(start: usize, end: usize): i32 {
  const isIpv4 = startsWith(start, end, T_IN_IP4);
  const from = isIpv4 ? start + textLength(T_IN_IP4) : findByte(start, end, COLON);
  const to = findByte(from, trimEnd(from, end), SLASH);
  if (!isIpv4) return from < to ? hashBytes(start, to) : 0;
  let address: u32 = 0;
  let value: i32 = 0;
  let shift: u32 = 0;
  for (let at = from; at < to; at++) {
    const byte = byteAt(at);
    if (byte === DOT && shift < 24) {
      address |= (<u32>(value & 0xff)) << shift;
      shift += 8;
      value = 0;
    } else if (isDigit(byte)) value = value * 10 + byte - 48;
    else return hashBytes(from, to);
  }
  return shift === 24 ? <i32>(address | ((<u32>(value & 0xff)) << shift)) : hashBytes(from, to);
}

/** "user session version IN IP4 host": without the version, which grows. */
function scanOrigin(start: usize, end: usize): void {
  const session = findByte(start, end, SPACE) + 1;
  const sessionEnd = findByte(min(session, end), end, SPACE);
  const host = findByte(min(sessionEnd + 1, end), end, SPACE) + 1;
  if (host >= end || !isSession(session, sessionEnd)) return;
  described.origin = hashBytes(start, sessionEnd);
  described.originHost = hashBytes(host, end);
}

/** Whether a session's number tells it apart: small ones, and those in examples, are many a device's only one. */
function isSession(start: usize, end: usize): bool {
  if (end < start + MIN_SESSION || end > start + 20) return false;
  let number: u64 = 0;
  for (let at = start; at < end; at++) {
    if (!isDigit(byteAt(at))) return true;
    number = number * 10 + <u64>(byteAt(at) - 48);
  }
  for (let at: usize = 0; at < DEFAULTS; at++) if (load<u32>(DEFAULT_SESSIONS + 4 * at) === <u32>number) return false;
  return true;
}

function scanAttribute(start: usize, end: usize): void {
  if (startsWith(start, end, T_ICE_PWD)) keep(start + textLength(T_ICE_PWD), end);
  else if (startsWith(start, end, T_CRYPTO)) keep(start + textLength(T_CRYPTO), end);
}

/** Keeps the first key of a body: 64 bits of it, which no two calls share. */
function keep(start: usize, end: usize): void {
  if (described.mediaKey !== 0 || end < start + 4 * KEY_START) return;
  described.mediaKey = hashBytes(start, end);
  described.mediaKeyEnd = hashBytes(start + KEY_START, end);
}
