/**
 * Decrypts one TLS record (RFC 5246 6.2.3, RFC 8446 5.2, RFC 7905, RFC 7366). Every record is authenticated, so a
 * wrong key or sequence number is always noticed.
 */
import { createDecipheriv, createHmac } from 'node:crypto';
import { RECORD_HEADER } from './record.js';
import type { CipherSuite } from './cipher-suites.js';
import type { Keys } from './keys.js';

const TAG = 16;
const EXPLICIT_NONCE = 8;
const BLOCK = 16;

/** TLS 1.3, or TLS 1.2 with the MAC inside or outside the encryption. */
export type RecordForm = 'tls 1.3' | 'tls 1.2' | 'encrypt then mac';

export class RecordCipher {
  readonly #suite: CipherSuite;
  readonly #keys: Keys;
  readonly #form: RecordForm;

  constructor(suite: CipherSuite, keys: Keys, form: RecordForm) {
    this.#suite = suite;
    this.#keys = keys;
    this.#form = form;
  }

  /** The plaintext of a record, which begins with its header; undefined if the key or the sequence number is wrong. */
  open(record: Uint8Array, sequence: number): Uint8Array | undefined {
    try {
      return this.#suite.mac ? this.#openCbc(record, sequence) : this.#openAead(record, sequence);
    } catch {
      // node:crypto throws for a wrong tag and for impossible lengths.
      return undefined;
    }
  }

  #openAead(record: Uint8Array, sequence: number): Uint8Array | undefined {
    const { cipher } = this.#suite;
    const { key, iv } = this.#keys;
    const gcm12 = this.#form !== 'tls 1.3' && cipher !== 'chacha20-poly1305';
    const start = RECORD_HEADER + (gcm12 ? EXPLICIT_NONCE : 0);
    const end = record.length - TAG;
    if (end < start) return undefined;
    const nonce = gcm12 ? Buffer.concat([iv, record.subarray(RECORD_HEADER, start)]) : maskedNonce(iv, sequence);
    // The two AEADs differ in Node's types, not in how they are used.
    const decipher = createDecipheriv(cipher as 'aes-128-gcm', key, nonce, { authTagLength: TAG });
    const length = end - start;
    decipher.setAAD(
      this.#form === 'tls 1.3' ? record.subarray(0, RECORD_HEADER) : pseudoHeader(record, sequence, length),
    );
    decipher.setAuthTag(record.subarray(end));
    const plain = decipher.update(record.subarray(start, end));
    decipher.final();
    return plain;
  }

  #openCbc(record: Uint8Array, sequence: number): Uint8Array | undefined {
    const macLength = this.#suite.mac?.length ?? 0;
    const outside = this.#form === 'encrypt then mac';
    const start = RECORD_HEADER + BLOCK;
    const end = record.length - (outside ? macLength : 0);
    if (end < start + BLOCK || (end - start) % BLOCK !== 0) return undefined;
    if (outside) {
      const mac = this.#mac(record, record.subarray(RECORD_HEADER, end), sequence);
      if (!mac.equals(record.subarray(end))) return undefined;
    }
    const decipher = createDecipheriv(this.#suite.cipher, this.#keys.key, record.subarray(RECORD_HEADER, start));
    decipher.setAutoPadding(false);
    const padded = decipher.update(record.subarray(start, end));
    const length = padded.length - 1 - padded[padded.length - 1]! - (outside ? 0 : macLength);
    if (length < 0) return undefined;
    const plain = padded.subarray(0, length);
    if (outside) return plain;
    const mac = this.#mac(record, plain, sequence);
    return mac.equals(padded.subarray(length, length + macLength)) ? plain : undefined;
  }

  #mac(record: Uint8Array, content: Uint8Array, sequence: number): Buffer {
    return createHmac(this.#suite.mac?.hash ?? 'sha1', this.#keys.macKey)
      .update(pseudoHeader(record, sequence, content.length))
      .update(content)
      .digest();
  }
}

/** The sequence number, and a record header with this length. */
function pseudoHeader(record: Uint8Array, sequence: number, length: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUIntBE(sequence, 2, 6);
  header.set(record.subarray(0, 3), 8);
  header.writeUInt16BE(length, 11);
  return header;
}

/** The IV with the sequence number in its last 8 bytes (RFC 8446 5.3). */
function maskedNonce(iv: Buffer, sequence: number): Buffer {
  const nonce = Buffer.from(iv);
  for (let at = nonce.length - 1, rest = sequence; rest > 0; at--, rest = Math.floor(rest / 256))
    nonce[at]! ^= rest % 256;
  return nonce;
}
