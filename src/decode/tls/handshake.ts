/**
 * The two handshake messages that decryption needs, ClientHello and ServerHello (RFC 5246 7.4.1, RFC 8446 4.1), from
 * the handshake records of one direction.
 */
import { read16 } from '../cursor.js';

const HEADER = 4;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const RANDOM_LENGTH = 32;
/** Longest hello that is kept until it is complete. */
const MAX_HELLO = 65_536;
const ENCRYPT_THEN_MAC = 22;
const SUPPORTED_VERSIONS = 43;
const NONE = new Uint8Array(0);
/** The random of a HelloRetryRequest (RFC 8446 4.1.3). */
const RETRY = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';

export interface ClientHello {
  from: 'client';
  /** In lower-case hexadecimal, as key logs name sessions. */
  random: string;
}

export interface ServerHello {
  from: 'server';
  random: string;
  /** 0x0303 for TLS 1.2, 0x0304 for TLS 1.3. */
  version: number;
  suite: number;
  /** RFC 7366. */
  encryptThenMac: boolean;
  /** It is a HelloRetryRequest: the session has not begun. */
  retry: boolean;
}

export class Handshake {
  #kept: Uint8Array = NONE;
  /** Bytes still to come of a message that is no hello. */
  #skip = 0;

  /** Takes bytes of handshake records; yields the hellos they complete. */
  *take(bytes: Uint8Array): Generator<ClientHello | ServerHello> {
    let rest = bytes.subarray(Math.min(this.#skip, bytes.length));
    this.#skip -= bytes.length - rest.length;
    if (this.#kept.length > 0) rest = Buffer.concat([this.#kept, rest]);
    this.#kept = NONE;
    while (rest.length >= HEADER) {
      const type = rest[0]!;
      const length = HEADER + (rest[1]! << 16) + read16(rest, 2);
      const hello = (type === CLIENT_HELLO || type === SERVER_HELLO) && length <= MAX_HELLO;
      if (length > rest.length) {
        if (hello) break;
        this.#skip = length - rest.length;
        return;
      }
      if (hello) {
        const body = rest.subarray(HEADER, length);
        const read = type === CLIENT_HELLO ? clientHello(body) : serverHello(body);
        if (read !== undefined) yield read;
      }
      rest = rest.subarray(length);
    }
    this.#kept = rest.slice();
  }
}

function clientHello(body: Uint8Array): ClientHello | undefined {
  if (body.length < 2 + RANDOM_LENGTH) return undefined;
  return { from: 'client', random: randomOf(body) };
}

function serverHello(body: Uint8Array): ServerHello | undefined {
  const sessionId = 2 + RANDOM_LENGTH;
  if (body.length <= sessionId) return undefined;
  const suite = sessionId + 1 + body[sessionId]!;
  // The suite and the compression method; the length of the extensions is optional.
  if (suite + 3 > body.length) return undefined;
  const random = randomOf(body);
  const hello: ServerHello = {
    from: 'server',
    random,
    version: read16(body, 0),
    suite: read16(body, suite),
    encryptThenMac: false,
    retry: random === RETRY,
  };
  for (let at = suite + 5; at + 4 <= body.length; at += 4 + read16(body, at + 2)) {
    const type = read16(body, at);
    if (type === ENCRYPT_THEN_MAC) hello.encryptThenMac = true;
    if (type === SUPPORTED_VERSIONS && at + 6 <= body.length) hello.version = read16(body, at + 4);
  }
  return hello;
}

function randomOf(body: Uint8Array): string {
  return Buffer.from(body.subarray(2, 2 + RANDOM_LENGTH)).toString('hex');
}
