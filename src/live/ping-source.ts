/**
 * A ping as a source. Each message sent or received becomes a datagram, so that the exchange is a conversation like any
 * other; a report says how it went.
 */
import type { Damage } from '../capture/damage.js';
import { type Datagram, emptyDatagram, emptyPacket } from '../capture/packet.js';
import type { Dropped, Refusal, Source, Step } from '../capture/source.js';
import { addressBytes } from '../capture/text/printed-address.js';
import { joinAddress } from '../format/addresses.js';
import { errorText } from '../format/errors.js';
import { transportNamed } from '../model/transports.js';
import { type Answer, Ping, type PingEvent, type PingOptions } from '../ping/ping.js';
import { headerValue, parseMessage } from '../sip/message/message.js';

/** Most datagrams queued, should the far end flood us; more are dropped and counted. */
const MAX_QUEUED = 1000;

export interface PingReport {
  /** Requests sent, without retransmissions. */
  sent: number;
  repeated: number;
  answered: number;
  /** The last final response; null if there was none. */
  answer: Answer | null;
  /** A clause why the last request had no answer; null if it had one or nobody waited for it. */
  lost: string | null;
  /** It was stopped before it was over. */
  stopped: boolean;
}

type Connected = PingEvent & { kind: 'connected' };

export class PingSource implements Source {
  readonly name: string;
  readonly format = 'OPTIONS';
  readonly rereadable = false;
  readonly dated = true;
  readonly live = true;
  readonly size = 0;
  readonly packet = emptyPacket();
  readonly datagram = emptyDatagram();
  readonly damage: readonly Damage[] = [];
  readonly damageNotKept = 0;
  bytesRead = 0;
  /** Resolves with null when the first request has been sent; with a sentence if the host is unknown or unreachable. */
  readonly sent: Promise<Refusal | null>;
  /** Resolves with the report when it is over. */
  readonly ended: Promise<PingReport>;
  /** Set once the first request is sent. */
  connected: Connected | undefined;
  callId: string | null = null;
  readonly #options: PingOptions;
  readonly #ping: Ping;
  readonly #queue: Datagram[] = [];
  readonly #report: PingReport = { sent: 0, repeated: 0, answered: 0, answer: null, lost: null, stopped: false };
  /** Offset from performance.now() to the wall clock in ms, as it was at the beginning. */
  readonly #clockMs = Date.now() - performance.now();
  #dropped = 0;
  #over = false;
  #resolveSent: (end: Refusal | null) => void = () => {};
  #wake = (): void => {};

  constructor(options: PingOptions) {
    this.name = `ping ${joinAddress(options.host, options.port)}`;
    this.#options = options;
    this.sent = new Promise(resolve => {
      this.#resolveSent = resolve;
    });
    this.#ping = new Ping(
      options,
      event => this.#onEvent(event),
      (bytes, outgoing, atMs) => {
        this.#take(bytes, outgoing, atMs);
        this.#resolveSent(null);
      },
    );
    this.ended = this.#ping
      .run()
      .catch((error: unknown) => this.#refuse(errorText(error)))
      .then(() => this.#end());
  }

  next(): Step {
    const datagram = this.#queue.shift();
    if (!datagram) return this.#over ? 'end' : 'starved';
    Object.assign(this.datagram, datagram);
    return 'datagram';
  }

  async fill(): Promise<void> {
    if (this.#over || this.#queue.length > 0) return;
    await new Promise<void>(resolve => {
      this.#wake = resolve;
    });
  }

  readAt(): undefined {
    return undefined;
  }

  bytesAt(): Uint8Array {
    return new Uint8Array(0);
  }

  dropped(): Dropped {
    return { kernel: this.#dropped, interface: 0 };
  }

  stop(): void {
    if (this.#over) return;
    this.#report.stopped = true;
    this.#ping.stop();
    // A connection in progress may take long.
    this.#refuse('it was given up');
  }

  async close(): Promise<void> {
    this.stop();
    await this.ended;
  }

  /** Without effect once the first request is sent: the report tells then. */
  #refuse(why: string): void {
    this.#resolveSent({ refused: `${joinAddress(this.#options.host, this.#options.port)} cannot be pinged: ${why}.` });
  }

  #end(): PingReport {
    this.#over = true;
    this.#wake();
    return this.#report;
  }

  #onEvent(event: PingEvent): void {
    const report = this.#report;
    if (event.kind === 'connected') this.connected = event;
    if (event.kind === 'sent' && event.attempt === 0) report.sent++;
    if (event.kind === 'sent' && event.attempt > 0) report.repeated++;
    if (event.kind === 'lost') report.lost = event.why;
    if (event.kind !== 'response' || !event.final) return;
    report.answered++;
    report.answer = event.answer;
    report.lost = null;
  }

  #take(bytes: Uint8Array, outgoing: boolean, atMs: number): void {
    if (!this.connected) return;
    if (this.#queue.length >= MAX_QUEUED) {
      this.#dropped++;
      return;
    }
    this.callId ??= headerValue(parseMessage(bytes), 'Call-ID');
    const { local, address } = this.connected;
    const here = { address: addressBytes(local.address), port: local.port };
    const there = { address: addressBytes(address), port: this.#options.port };
    const [from, to] = outgoing ? [here, there] : [there, here];
    this.#queue.push({
      timeUs: Math.round((this.#clockMs + atMs) * 1000),
      bytes,
      start: 0,
      end: bytes.length,
      source: from.address,
      sourcePort: from.port,
      destination: to.address,
      destinationPort: to.port,
      transport: transportNamed(this.#options.transport),
      truncated: false,
    });
    this.bytesRead += bytes.length;
    this.#wake();
  }
}
