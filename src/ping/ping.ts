/**
 * Pings a host with OPTIONS, one transaction after the other over one connection, and reports each event in order.
 * Sends to that host and port only.
 */
import { randomBytes } from 'node:crypto';
import { headerValue, headerValues, parseMessage, type SipMessage } from '../sip/message/message.js';
import type { Connection } from './connection.js';
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
  /** Since the first transmission of the request. */
  rttMs: number;
  /** The request had been retransmitted. Which transmission was answered is unknown, so this is no round-trip time. */
  repeated: boolean;
  /** The Server (or User-Agent) of the far end; null if it sends none. */
  server: string | null;
  allow: string | null;
  /** The source address it saw (received and rport in Via). */
  seenFrom: string | null;
}

export type PingEvent =
  | { kind: 'connected'; address: string; local: Endpoint; remark: string | null }
  | { kind: 'sent'; sequence: number; attempt: number; timeMs: number }
  | { kind: 'response'; sequence: number; timeMs: number; answer: Answer; final: boolean }
  | { kind: 'lost'; sequence: number; why: string };

/** Called with each message sent or received. `atMs` is on the clock of performance.now(). */
export type OnMessage = (bytes: Uint8Array, outgoing: boolean, atMs: number) => void;

export class Ping {
  readonly #options: PingOptions;
  readonly #emit: (event: PingEvent) => void;
  readonly #onMessage: OnMessage;
  #current: Transaction | undefined;
  #stopped = false;
  /** Why the connection was lost. Over UDP one failure says nothing about the next datagram. */
  #connectionLost: string | undefined;
  #pause: { end: () => void } | undefined;

  constructor(options: PingOptions, emit: (event: PingEvent) => void, onMessage: OnMessage = () => {}) {
    this.#options = options;
    this.#emit = emit;
    this.#onMessage = onMessage;
  }

  /** Resolves after the last ping. Rejects with a clause if the host is unknown or unreachable. */
  async run(): Promise<void> {
    const { host, port, transport, source, count, timeoutMs } = this.#options;
    // Loaded now: of a hundred runs of the program, hardly one pings.
    const [{ lookup }, { connect }] = await Promise.all([import('node:dns/promises'), import('./connection.js')]);
    const { address } = await lookup(host, family(source)).catch(() => {
      throw new Error('there is no such host');
    });
    const connectOptions = { transport, address, port, host, source, timeoutMs };
    const connection = await connect(connectOptions, {
      message: (bytes, arrivedMs) => {
        this.#onMessage(bytes, false, arrivedMs);
        this.#current?.receive(parseMessage(bytes), arrivedMs);
      },
      failed: why => {
        if (transport !== 'udp') this.#connectionLost = why;
        this.#current?.fail(why);
      },
    });
    this.#emit({ kind: 'connected', address, local: connection.local, remark: connection.remark });
    const callId = `${token()}@${connection.local.address}`;
    const fromTag = token();
    for (let sequence = 1; sequence <= count && !this.#stopped; sequence++) {
      if (sequence > 1) await this.#wait();
      if (this.#stopped || !(await this.#transact(connection, sequence, callId, fromTag))) break;
    }
    connection.close();
  }

  /** Stops, abandoning the transaction in progress. */
  stop(): void {
    this.#stopped = true;
    this.#current?.cancel();
    this.#pause?.end();
  }

  /** Runs one transaction. False if the connection is lost and nothing more can be sent. */
  async #transact(connection: Connection, sequence: number, callId: string, fromTag: string): Promise<boolean> {
    if (this.#connectionLost !== undefined) {
      this.#emit({ kind: 'lost', sequence, why: this.#connectionLost });
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
        this.#onMessage(bytes, true, performance.now());
        connection.send(bytes);
      },
      { reliable: connection.reliable, timeoutMs },
      {
        sending: attempt => {
          attempts++;
          this.#emit({ kind: 'sent', sequence, attempt, timeMs: Date.now() });
          if (attempt === 0) firstMs = performance.now();
        },
        response: (message, arrivedMs) => {
          const answer = answerOf(message, arrivedMs - firstMs, attempts > 1);
          this.#emit({ kind: 'response', sequence, timeMs: Date.now(), answer, final: answer.status >= 200 });
        },
      },
    );
    this.#current = transaction;
    const end = await transaction.ended;
    this.#current = undefined;
    if (end.kind === 'timeout') this.#emit({ kind: 'lost', sequence, why: `no answer in ${timeoutMs / 1000} s` });
    if (end.kind === 'failed') this.#emit({ kind: 'lost', sequence, why: end.why });
    return this.#connectionLost === undefined;
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

/** The address family of the local address; any if none was given. */
function family(source: Endpoint | null): { family: 0 | 4 | 6 } {
  if (!source?.address) return { family: 0 };
  return { family: source.address.includes(':') ? 6 : 4 };
}

function token(): string {
  return randomBytes(8).toString('hex');
}
