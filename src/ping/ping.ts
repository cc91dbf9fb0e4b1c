/**
 * Pings a host with OPTIONS: one transaction after the other over one connection. In: whom to ask, how often. Out: an event for
 * all that happens, in order. Sends to that host and port only.
 */
import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { headerValue, headerValues, parseMessage, type SipMessage } from '../sip/message/message.js';
import { type Connection, connect } from './connection.js';
import { type Endpoint, MAGIC_COOKIE, optionsRequest, type PingTransport } from './options-request.js';
import { Transaction } from './transaction.js';

export interface PingOptions {
  host: string;
  port: number;
  transport: PingTransport;
  source: Endpoint | null;
  count: number;
  intervalMs: number;
  timeoutMs: number;
  maxForwards: number;
  agent: string;
}

export interface Answer {
  status: number;
  reason: string;
  /** Since the request was first sent. */
  rttMs: number;
  /** The request had been repeated: which of them was answered cannot be told, so this is no round-trip time. */
  repeated: boolean;
  /** What the far end says of itself; null where it does not. */
  server: string | null;
  allow: string | null;
  /** The address it saw the request come from (received and rport of Via). */
  seenFrom: string | null;
}

export type PingEvent =
  | { kind: 'connected'; address: string; local: Endpoint; remark: string | null }
  | { kind: 'sent'; sequence: number; attempt: number; timeMs: number }
  | { kind: 'response'; sequence: number; timeMs: number; answer: Answer; final: boolean }
  | { kind: 'lost'; sequence: number; why: string };

/** Bytes of a message that went out or came in, each time it did. `atMs` is on the clock of performance.now(). */
export type OnTheWire = (bytes: Uint8Array, outgoing: boolean, atMs: number) => void;

export class Ping {
  readonly #options: PingOptions;
  readonly #tell: (event: PingEvent) => void;
  readonly #onTheWire: OnTheWire;
  #current: Transaction | undefined;
  #stopped = false;
  /** Why the connection is gone; a datagram's failure says nothing about the next. */
  #gone: string | undefined;
  #pause: { end: () => void } | undefined;

  constructor(options: PingOptions, tell: (event: PingEvent) => void, onTheWire: OnTheWire = () => {}) {
    this.#options = options;
    this.#tell = tell;
    this.#onTheWire = onTheWire;
  }

  /** Resolves after the last ping. Rejects with a clause where the host is not known or cannot be reached at all. */
  async run(): Promise<void> {
    const { host, port, transport, source, count, timeoutMs } = this.#options;
    const { address } = await lookup(host, family(source)).catch(() => {
      throw new Error('there is no such host');
    });
    const way = { transport, address, port, host, source, timeoutMs };
    const connection = await connect(way, {
      message: (bytes, arrivedMs) => {
        this.#onTheWire(bytes, false, arrivedMs);
        this.#current?.receive(parseMessage(bytes), arrivedMs);
      },
      failed: why => {
        if (transport !== 'udp') this.#gone = why;
        this.#current?.fail(why);
      },
    });
    this.#tell({ kind: 'connected', address, local: connection.local, remark: connection.remark });
    const callId = `${token()}@${connection.local.address}`;
    const fromTag = token();
    for (let sequence = 1; sequence <= count && !this.#stopped; sequence++) {
      if (sequence > 1) await this.#wait();
      if (this.#stopped || !(await this.#once(connection, sequence, callId, fromTag))) break;
    }
    connection.close();
  }

  /** Ends it: what is under way is given up. */
  stop(): void {
    this.#stopped = true;
    this.#current?.cancel();
    this.#pause?.end();
  }

  /** One transaction. False where the connection is gone: nothing more can be sent over it. */
  async #once(connection: Connection, sequence: number, callId: string, fromTag: string): Promise<boolean> {
    if (this.#gone !== undefined) {
      this.#tell({ kind: 'lost', sequence, why: this.#gone });
      return false;
    }
    const { host, port, transport, maxForwards, agent, timeoutMs } = this.#options;
    const named = { host, port, transport, local: connection.local, callId, fromTag, maxForwards, agent };
    const request = { ...named, branch: `${MAGIC_COOKIE}${token()}`, cseq: sequence };
    const bytes = optionsRequest(request);
    let firstMs = 0;
    let attempts = 0;
    const transaction = new Transaction(
      request,
      () => {
        this.#onTheWire(bytes, true, performance.now());
        connection.send(bytes);
      },
      { reliable: connection.reliable, timeoutMs },
      {
        sending: attempt => {
          attempts++;
          this.#tell({ kind: 'sent', sequence, attempt, timeMs: Date.now() });
          if (attempt === 0) firstMs = performance.now();
        },
        response: (message, arrivedMs) => {
          const answer = answerOf(message, arrivedMs - firstMs, attempts > 1);
          this.#tell({ kind: 'response', sequence, timeMs: Date.now(), answer, final: answer.status >= 200 });
        },
      },
    );
    this.#current = transaction;
    const end = await transaction.ended;
    this.#current = undefined;
    if (end.kind === 'timeout') this.#tell({ kind: 'lost', sequence, why: `no answer in ${timeoutMs / 1000} s` });
    if (end.kind === 'failed') this.#tell({ kind: 'lost', sequence, why: end.why });
    return this.#gone === undefined;
  }

  #wait(): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, this.#options.intervalMs);
      this.#pause = {
        end: () => {
          clearTimeout(timer);
          resolve();
        },
      };
    });
  }
}

function answerOf(message: SipMessage, rttMs: number, repeated: boolean): Answer {
  const via = headerValues(message, 'Via')[0] ?? '';
  const received = /;\s*received\s*=\s*([^;,\s]+)/i.exec(via)?.[1];
  const rport = /;\s*rport\s*=\s*(\d+)/i.exec(via)?.[1];
  return {
    status: message.status ?? 0,
    reason: message.reason ?? '',
    rttMs,
    repeated,
    server: headerValue(message, 'Server') ?? headerValue(message, 'User-Agent'),
    allow: headerValues(message, 'Allow').join(', ') || null,
    seenFrom: received || rport ? [received, rport].filter(Boolean).join(':') : null,
  };
}

/** The family of the address to send from; any where none was named. */
function family(source: Endpoint | null): { family: 0 | 4 | 6 } {
  if (!source?.address) return { family: 0 };
  return { family: source.address.includes(':') ? 6 : 4 };
}

function token(): string {
  return randomBytes(8).toString('hex');
}
