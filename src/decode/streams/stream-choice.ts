/**
 * Chooses how to read a stream, from its first bytes, the other direction and the TLS secrets: a reader for it, or
 * its name if it carries no readable SIP, or undefined until more bytes have come.
 */
import { probeSip } from '../../sip/framing/probe.js';
import type { ScannedMessage } from '../../sip/scan/scanned-message.js';
import type { Cursor } from '../cursor.js';
import type { Flow } from '../flow-table.js';
import { beginsWithHep, HepReader } from './hep-reader.js';
import { mayUpgrade } from './http-head.js';
import { SipReader } from './sip-reader.js';
import { streamName } from './stream-name.js';
import type { StreamReader } from './stream-reader.js';
import type { KeyLog } from '../tls/key-log.js';
import { HANDSHAKE } from '../tls/record.js';
import { TlsSession } from '../tls/session.js';
import { TlsReader } from '../tls/tls-reader.js';
import { beginsWithSipFrame } from './websocket-frame.js';
import { WebSocketReader } from './websocket-reader.js';

export const HTTP = 'http';
export const TLS = 'tls';
/** Bytes needed to tell HTTP and HEP apart. */
const MIN_PREFIX = 4;

/** The other direction of the same connection. */
export interface Opposite {
  /** HTTP that has not become a WebSocket: the response is not SIP, whatever it looks like. */
  readonly isHttp: boolean;
  readonly session: TlsSession | undefined;
}

/** What is known of a stream besides its bytes. */
interface Known {
  flow: Flow;
  opposite: Opposite | undefined;
  keyLog: KeyLog | undefined;
  /** See `MessageSink`. */
  scanned: ScannedMessage | undefined;
}

/** `final`: no more bytes will come. */
export function chooseReader(
  bytes: Uint8Array,
  start: number,
  end: number,
  final: boolean,
  { flow, opposite, keyLog, scanned }: Known,
): StreamReader | string | undefined {
  if (!final && end - start < MIN_PREFIX && (mayUpgrade(bytes, start, end) || beginsWithHep(bytes, start, end)))
    return undefined;
  if (mayUpgrade(bytes, start, end)) return new WebSocketReader(true);
  if (opposite?.isHttp === true) return HTTP;
  if (beginsWithHep(bytes, start, end)) return new HepReader(flow);
  if (beginsWithSipFrame(bytes, start, end)) return new WebSocketReader(false);
  const name = streamName(bytes, start, end);
  if (name === undefined) return new SipReader(scanned);
  // The key log names sessions by the handshake, so without it there is nothing to look up.
  if (name !== TLS || bytes[start] !== HANDSHAKE || keyLog === undefined || keyLog.isEmpty) return name;
  return new TlsReader(opposite?.session ?? new TlsSession(keyLog));
}

/** The segment at the cursor begins with SIP. */
export function beginsMessage({ bytes, start, end }: Cursor): boolean {
  return start < end && probeSip(bytes, start, end) === 'certain';
}

/** The segment at the cursor may be the middle of a SIP message: it begins nothing known. */
export function continuesMessage({ bytes, start, end }: Cursor): boolean {
  if (start >= end || bytes[start] === 13 || bytes[start] === 10 || probeSip(bytes, start, end) !== 'no') return false;
  if (mayUpgrade(bytes, start, end) || beginsWithHep(bytes, start, end)) return false;
  return streamName(bytes, start, end) === undefined;
}

/** The segment at the cursor begins with SIP, in a stream refused under this name: it is read again from here. */
export function reopens(refused: string, { bytes, start, end }: Cursor): boolean {
  if (start >= end) return false;
  if (refused === HTTP) return mayUpgrade(bytes, start, end) && end - start > 4;
  if ((bytes[start]! & 0xfe) === 0x80 || bytes[start] === 0x82) return beginsWithSipFrame(bytes, start, end);
  return probeSip(bytes, start, end) === 'certain';
}

/** Names a stream by a segment from its middle; undefined if that could be anything. */
export function lateName({ bytes, start, end }: Cursor, keyLog: KeyLog | undefined): string | undefined {
  const name = start === end ? undefined : streamName(bytes, start, end);
  // A SIP message may contain any bytes, but hardly those of TLS or SSH.
  if (name === 'unknown' || (name === TLS && keyLog?.isEmpty === false)) return undefined;
  return name;
}
