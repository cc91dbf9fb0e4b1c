/**
 * One TCP connection (RFC 9293): handshake, acknowledged data and an orderly close, with correct sequence numbers on
 * both sides.
 */
import type { Capture } from './capture.js';
import { type Endpoint, token } from './endpoint.js';

type Side = 'client' | 'server';

/** µs between segments of one host, and across the network. */
const LOCAL_US = 85;
const NETWORK_US = 12_300;

export class Connection {
  readonly #capture: Capture;
  readonly #hosts: Record<Side, Endpoint>;
  /** The next sequence number of each side. */
  readonly #next: Record<Side, number>;
  #timeUs: number;

  constructor(capture: Capture, client: Endpoint, server: Endpoint, startUs: number) {
    this.#capture = capture;
    this.#hosts = { client, server };
    const initial = (host: Endpoint) => Number.parseInt(token(`tcp ${host.ip} ${host.port} ${startUs}`, 7), 16);
    this.#next = { client: initial(client), server: initial(server) };
    this.#timeUs = startUs;
  }

  /** SYN, SYN and ACK, ACK: a SYN counts as one byte, so the data that follows starts one after it. */
  open(): this {
    this.#segment('client', 'S', 0);
    this.#next.client += 1;
    this.#segment('server', 'S.', NETWORK_US);
    this.#next.server += 1;
    return this.#segment('client', '.', LOCAL_US);
  }

  /** Sends data in one segment; the other side acknowledges it. */
  send(side: Side, data: Uint8Array): this {
    this.#segment(side, 'P.', LOCAL_US, data);
    this.#next[side] += data.length;
    return this.#segment(side === 'client' ? 'server' : 'client', '.', NETWORK_US);
  }

  /** The client closes, then the server: a FIN counts as one byte. */
  close(): this {
    this.#segment('client', 'F.', LOCAL_US);
    this.#next.client += 1;
    this.#segment('server', 'F.', NETWORK_US);
    this.#next.server += 1;
    return this.#segment('client', '.', LOCAL_US);
  }

  #segment(side: Side, flags: string, laterUs: number, data: Uint8Array = new Uint8Array(0)): this {
    const other = side === 'client' ? 'server' : 'client';
    this.#timeUs += laterUs;
    const acknowledgement = flags === 'S' ? 0 : this.#next[other];
    this.#capture.tcp(
      this.#hosts[side],
      this.#hosts[other],
      { sequence: this.#next[side], acknowledgement, flags },
      data,
      this.#timeUs,
    );
    return this;
  }
}
