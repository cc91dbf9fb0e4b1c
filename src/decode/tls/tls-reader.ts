/**
 * Decrypts one direction of a TLS connection, gaps included, and yields its application data as the bytes of another
 * stream (RFC 5246 6.2, RFC 8446 5).
 */
import { transportIndex } from '../../model/transports.js';
import type { Reading, StreamReader } from '../streams/stream-reader.js';
import { ALERT, alertText } from './alert.js';
import type { RecordCipher } from './cipher.js';
import { Handshake } from './handshake.js';
import type { Side } from './keys.js';
import {
  APPLICATION_DATA,
  CHANGE_CIPHER_SPEC,
  HANDSHAKE,
  isRecordHeader,
  RECORD_HEADER,
  recordLength,
} from './record.js';
import type { TlsSession, TrafficCiphers } from './session.js';

const TLS = transportIndex('TLS');
/** Bytes kept while a secret is missing: the key log may be written a moment after the packets. */
const MAX_WAITING = 16_384;
/** Records that a gap may hide. */
const MAX_LOST = 256;
/** Records in a row that no key opens before the stream is given up. */
const MAX_FAILED = 32;

export class TlsReader implements StreamReader {
  readonly transport = TLS;
  readonly name = 'tls';
  readonly partial = false;
  readonly missing = 0;
  readonly session: TlsSession;
  start = 0;
  end = 0;
  consumed = 0;
  payload: Uint8Array | undefined = undefined;
  detail = '';

  /** Which end sends this direction, once its hello is read. */
  #side: Side | undefined = undefined;
  readonly #handshake = new Handshake();
  #cipher: RecordCipher | undefined = undefined;
  #ciphers13: TrafficCiphers | undefined = undefined;
  #sequence = 0;
  /** Records are encrypted from here on (TLS 1.2). */
  #changed = false;
  /** Bytes are missing: the next record and its number must be found again. */
  #lost = false;
  #failed = 0;

  constructor(session: TlsSession) {
    this.session = session;
  }

  next(bytes: Uint8Array, start: number, end: number, final: boolean): Reading {
    this.payload = undefined;
    const known = end - start >= RECORD_HEADER;
    if (known && !isRecordHeader(bytes, start)) return this.#passOver(end);
    const stop = known ? start + RECORD_HEADER + recordLength(bytes, start) : end + 1;
    if (stop > end) return final ? this.#passOver(end) : 'more';
    const reading = this.#record(bytes.subarray(start, stop));
    if (reading === 'more' && (final || end - start > MAX_WAITING)) return 'refused';
    this.consumed = stop;
    return reading;
  }

  lose(): void {
    this.#lost = true;
  }

  /** Skips bytes in which no record begins. */
  #passOver(end: number): Reading {
    // Without its hello, nothing of the stream can be opened.
    if (this.#side === undefined) return 'refused';
    this.#lost = true;
    this.consumed = end;
    return 'noise';
  }

  /** Reads a whole record; "more" if its secret is not known yet. */
  #record(record: Uint8Array): Reading {
    const type = record[0]!;
    if (type === CHANGE_CIPHER_SPEC) {
      // TLS 1.3 sends it only for middlebox compatibility.
      if (!this.session.isTls13) this.#change();
      return 'noise';
    }
    if (type === APPLICATION_DATA || (this.#changed && !this.session.isTls13)) return this.#open(record, type);
    if (type === HANDSHAKE) this.#hello(record.subarray(RECORD_HEADER));
    if (!this.session.supported) return 'refused';
    return type === ALERT ? this.#alert(record.subarray(RECORD_HEADER)) : 'noise';
  }

  #change(): void {
    this.#changed = true;
    this.#cipher = undefined;
    this.#sequence = 0;
  }

  #hello(bytes: Uint8Array): void {
    for (const hello of this.#handshake.take(bytes)) {
      this.#side = hello.from;
      this.#ciphers13 = undefined;
      this.session.hello(hello);
    }
  }

  #open(record: Uint8Array, type: number): Reading {
    if (this.#side === undefined || !this.session.supported) return 'refused';
    if (!this.session.begun) return 'more';
    const plain = this.session.isTls13 ? this.#open13(record, this.#side) : this.#open12(record, this.#side);
    if (plain === 'unknown') return 'more';
    if (plain === undefined) return ++this.#failed > MAX_FAILED ? 'refused' : 'noise';
    this.#failed = 0;
    this.#lost = false;
    let end = plain.length;
    let content = type;
    if (this.session.isTls13) {
      // The true type follows the content, before any padding.
      while (end > 0 && plain[end - 1] === 0) end--;
      content = end > 0 ? plain[--end]! : 0;
    } else if (type === HANDSHAKE) this.#hello(plain);
    if (content === ALERT) return this.#alert(plain, end);
    if (content !== APPLICATION_DATA || end === 0) return 'noise';
    this.payload = plain;
    this.start = 0;
    this.end = end;
    return 'stream';
  }

  #alert(plain: Uint8Array, end = plain.length): Reading {
    this.detail = alertText(plain, end) ?? '';
    return this.detail === '' ? 'noise' : 'alert';
  }

  #open12(record: Uint8Array, side: Side): Uint8Array | undefined | 'unknown' {
    this.#cipher ??= this.session.cipher(side);
    return this.#cipher === undefined ? 'unknown' : this.#attempt(this.#cipher, record, this.#sequence);
  }

  /** A record that opens only with the following key marks the change of keys. */
  #open13(record: Uint8Array, side: Side): Uint8Array | undefined | 'unknown' {
    const plain = this.#cipher && this.#attempt(this.#cipher, record, this.#sequence);
    if (plain !== undefined) return plain;
    this.#ciphers13 ??= this.session.ciphers13(side);
    const following = this.#ciphers13?.following;
    if (following === undefined) return 'unknown';
    const first = this.#attempt(following, record, 0);
    if (first === undefined) return undefined;
    this.#cipher = following;
    this.#ciphers13?.advance();
    return first;
  }

  /** After a gap the record's number is unknown: all numbers the gap may have skipped are tried. */
  #attempt(cipher: RecordCipher, record: Uint8Array, sequence: number): Uint8Array | undefined {
    const last = sequence + (this.#lost ? MAX_LOST : 0);
    for (let number = sequence; number <= last; number++) {
      const plain = cipher.open(record, number);
      if (plain === undefined) continue;
      this.#sequence = number + 1;
      return plain;
    }
    return undefined;
  }
}
