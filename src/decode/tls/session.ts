/**
 * What both directions of a TLS connection share: their hellos, and the ciphers of each direction as far as the key
 * log has their secrets.
 */
import { RecordCipher } from './cipher.js';
import { type CipherSuite, cipherSuite } from './cipher-suites.js';
import type { ClientHello, ServerHello } from './handshake.js';
import type { KeyLog } from './key-log.js';
import { keysOfMasterSecret, keysOfTrafficSecret, nextTrafficSecret, type Side } from './keys.js';

const TLS_1_2 = 0x0303;
const TLS_1_3 = 0x0304;

export class TlsSession {
  readonly #keyLog: KeyLog;
  #client: ClientHello | undefined = undefined;
  #server: ServerHello | undefined = undefined;

  constructor(keyLog: KeyLog) {
    this.#keyLog = keyLog;
  }

  /** Takes a hello. A ClientHello begins a new session, except after a HelloRetryRequest. */
  hello(hello: ClientHello | ServerHello): void {
    if (hello.from === 'server') this.#server = hello;
    else {
      this.#client = hello;
      if (this.#server?.retry !== true) this.#server = undefined;
    }
  }

  /** Both hellos are known. */
  get begun(): boolean {
    return this.#client !== undefined && this.#server !== undefined && !this.#server.retry;
  }

  get isTls13(): boolean {
    return this.#server?.version === TLS_1_3;
  }

  /** Whether the chosen version and suite can be decrypted; true until they are known. */
  get supported(): boolean {
    if (this.#server === undefined) return true;
    const known = this.#server.version === TLS_1_2 || this.#server.version === TLS_1_3;
    return known && this.#suite !== undefined;
  }

  get #suite(): CipherSuite | undefined {
    return this.#server && cipherSuite(this.#server.suite);
  }

  /** The cipher of TLS 1.2; undefined if its secret is not known. */
  cipher(side: Side): RecordCipher | undefined {
    const suite = this.#suite;
    if (this.#client === undefined || this.#server === undefined || suite === undefined) return undefined;
    const master = this.#keyLog.find('CLIENT_RANDOM', this.#client.random);
    if (master === undefined) return undefined;
    const keys = keysOfMasterSecret(suite, master, this.#client.random, this.#server.random, side);
    return new RecordCipher(suite, keys, this.#server.encryptThenMac && suite.mac ? 'encrypt then mac' : 'tls 1.2');
  }

  /** The ciphers of TLS 1.3 in their order; each looks up its secret when it is first needed. */
  ciphers13(side: Side): TrafficCiphers | undefined {
    const suite = this.#suite;
    return this.#client && suite && new TrafficCiphers(this.#keyLog, this.#client.random, suite, side);
  }
}

/** Handshake traffic, application traffic, and each update of it (RFC 8446 7.2). */
export class TrafficCiphers {
  readonly #keyLog: KeyLog;
  readonly #random: string;
  readonly #suite: CipherSuite;
  readonly #side: Side;
  /** Secret of the application traffic, once the handshake is over. */
  #secret: Buffer | undefined = undefined;
  #handshakeDone = false;
  #following: RecordCipher | undefined = undefined;
  #followingSecret: Buffer | undefined = undefined;

  constructor(keyLog: KeyLog, random: string, suite: CipherSuite, side: Side) {
    this.#keyLog = keyLog;
    this.#random = random;
    this.#suite = suite;
    this.#side = side;
  }

  /** The next cipher, not yet in use; undefined if its secret is not known. */
  get following(): RecordCipher | undefined {
    if (this.#following !== undefined) return this.#following;
    const secret = this.#nextSecret();
    if (secret === undefined) return undefined;
    this.#followingSecret = secret;
    this.#following = new RecordCipher(this.#suite, keysOfTrafficSecret(this.#suite, secret), 'tls 1.3');
    return this.#following;
  }

  /** Switches to the following cipher. */
  advance(): void {
    if (this.#handshakeDone) this.#secret = this.#followingSecret;
    this.#handshakeDone = true;
    this.#following = undefined;
  }

  #nextSecret(): Buffer | undefined {
    if (this.#secret !== undefined) return nextTrafficSecret(this.#suite, this.#secret);
    const ofClient = this.#side === 'client';
    if (!this.#handshakeDone) {
      const label = ofClient ? 'CLIENT_HANDSHAKE_TRAFFIC_SECRET' : 'SERVER_HANDSHAKE_TRAFFIC_SECRET';
      const secret = this.#keyLog.find(label, this.#random);
      if (secret !== undefined) return secret;
      // A log without the handshake secret still decrypts what follows the handshake.
      this.#handshakeDone = this.#keyLog.find(this.#applicationLabel, this.#random) !== undefined;
    }
    return this.#keyLog.find(this.#applicationLabel, this.#random);
  }

  get #applicationLabel(): 'CLIENT_TRAFFIC_SECRET_0' | 'SERVER_TRAFFIC_SECRET_0' {
    return this.#side === 'client' ? 'CLIENT_TRAFFIC_SECRET_0' : 'SERVER_TRAFFIC_SECRET_0';
  }
}
