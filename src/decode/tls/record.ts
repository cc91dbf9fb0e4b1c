/**
 * TLS records (RFC 5246 6.2, RFC 8446 5.1): their headers, and a count of the records in a stream that cannot be
 * decrypted.
 */
import { read16 } from '../cursor.js';

export const RECORD_HEADER = 5;
export const CHANGE_CIPHER_SPEC = 20;
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;
const MAX_TYPE = 24;
/** 2^14 bytes, and the expansion TLS 1.2 allows a cipher. */
const MAX_LENGTH = 16_384 + 2048;

/** Whether these 5 bytes can be a record header. */
export function isRecordHeader(bytes: Uint8Array, at: number): boolean {
  const type = bytes[at]!;
  if (type < CHANGE_CIPHER_SPEC || type > MAX_TYPE) return false;
  return bytes[at + 1] === 3 && bytes[at + 2]! <= 4 && recordLength(bytes, at) <= MAX_LENGTH;
}

/** Bytes of the record after its header. */
export function recordLength(bytes: Uint8Array, at: number): number {
  return read16(bytes, at + 3);
}

/** Counts the records of a stream that is not kept. */
export class RecordCounter {
  readonly #header = new Uint8Array(RECORD_HEADER);
  #known = 0;
  /** Bytes of the current record still to come. */
  #left = 0;
  /** The record boundary is lost: the next segment is tried for a record header. */
  #lost = false;

  /** Takes the next bytes; returns how many records begin in them. */
  take(bytes: Uint8Array, start: number, end: number): number {
    if (this.#lost && (end - start < RECORD_HEADER || !isRecordHeader(bytes, start))) return 0;
    this.#lost = false;
    let records = 0;
    for (let at = start; at < end; ) {
      const passed = Math.min(this.#left, end - at);
      this.#left -= passed;
      at += passed;
      while (this.#left === 0 && at < end && this.#known < RECORD_HEADER) this.#header[this.#known++] = bytes[at++]!;
      if (this.#known < RECORD_HEADER) continue;
      this.#known = 0;
      if (!isRecordHeader(this.#header, 0)) {
        this.lose();
        return records;
      }
      this.#left = recordLength(this.#header, 0);
      records++;
    }
    return records;
  }

  /** Bytes of the stream are missing here. */
  lose(): void {
    this.#lost = true;
    this.#known = 0;
    this.#left = 0;
  }
}
