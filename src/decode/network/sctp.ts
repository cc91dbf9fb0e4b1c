/**
 * SIP over SCTP (RFC 9260 3): one SIP message in one user message (RFC 4168), reassembled if that came in several
 * DATA or I-DATA chunks (RFC 8260). Retransmitted chunks are known by their TSN.
 */
import { transportIndex } from '../../model/transports.js';
import { probeSip } from '../../sip/framing/probe.js';
import { type Cursor, read16, read32 } from '../cursor.js';
import type { Delivery } from '../delivery.js';
import { FlowTable } from '../flow-table.js';
import { type Chunk, SctpFlow } from './sctp-flow.js';

const HEADER = 12;
const SCTP = transportIndex('SCTP');
/** Chunk types, and how long their headers are. */
const DATA = 0;
const INIT = 1;
const INIT_ACK = 2;
const I_DATA = 64;
const DATA_HEADER = 16;
const I_DATA_HEADER = 20;
const BEGINNING = 2;
const ENDING = 1;
const MAX_FLOWS = 16_384;
const MAX_BYTES = 32 * 1024 * 1024;

export class Sctp {
  readonly #delivery: Delivery;
  readonly #flows = new FlowTable<SctpFlow>();
  #held = 0;

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
  }

  /** Takes all chunks of the packet at the cursor. */
  packet(at: Cursor): void {
    const { bytes, start, end, missing } = at;
    if (at.short(HEADER)) {
      at.fail('the SCTP header is cut');
      return;
    }
    at.sourcePort = read16(bytes, start);
    at.destinationPort = read16(bytes, start + 2);
    at.transport = SCTP;
    for (let chunk = start + HEADER; chunk + 4 <= end; ) {
      const type = bytes[chunk]!;
      const length = read16(bytes, chunk + 2);
      if (length < 4) break;
      const header = type === DATA ? DATA_HEADER : type === I_DATA ? I_DATA_HEADER : 0;
      if (header > 0 && length >= header && chunk + header <= end) {
        at.start = chunk + header;
        at.end = Math.min(end, chunk + length);
        at.missing = Math.min(chunk + length - at.end, missing);
        this.#data(
          at,
          read32(bytes, chunk + 4),
          bytes[chunk + 1]!,
          header === DATA_HEADER ? read32(bytes, chunk + 12) : 0,
        );
      } else if (type === INIT || type === INIT_ACK) this.#forget(at);
      chunk += (length + 3) & ~3;
    }
    at.is('sctp control');
  }

  flush(): void {
    for (let flow = this.#flows.oldest; flow !== undefined; flow = this.#flows.oldest) this.#drop(flow);
  }

  #data(at: Cursor, sequence: number, flags: number, protocol: number): void {
    const flow = this.#find(at);
    if (flow.knows(sequence)) {
      at.is('sctp retransmission');
      return;
    }
    const begins = (flags & BEGINNING) !== 0;
    const ends = (flags & ENDING) !== 0;
    if (begins && ends) {
      flow.remember(sequence);
      if (probeSip(at.bytes, at.start, at.end) === 'certain') {
        this.#delivery.message(at, at.start, at.end, at.missing);
      } else at.is(PROTOCOLS.get(protocol) ?? 'sctp data');
      return;
    }
    if (begins && probeSip(at.bytes, at.start, at.end) === 'no') {
      at.is(PROTOCOLS.get(protocol) ?? 'sctp data');
      return;
    }
    const before = flow.held;
    const packetHold = this.#delivery.hold();
    const { timeUs } = this.#delivery;
    const whole = flow.add({ sequence, begins, ends, bytes: at.bytes.slice(at.start, at.end), packetHold, timeUs });
    if (whole !== undefined) this.#deliver(at, flow, whole);
    this.#held += flow.held - before;
    while (this.#held > MAX_BYTES && this.#flows.oldest !== undefined) this.#drop(this.#flows.oldest);
  }

  #deliver(at: Cursor, flow: SctpFlow, chunks: readonly Chunk[]): void {
    const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.bytes.length, 0));
    let end = 0;
    for (const chunk of chunks) {
      bytes.set(chunk.bytes, end);
      end += chunk.bytes.length;
    }
    if (probeSip(bytes, 0, end) === 'certain') {
      for (const chunk of chunks) chunk.packetHold.countSip();
      const parts = chunks.flatMap(chunk => chunk.packetHold.refs);
      const timeUs = Math.max(...chunks.map(chunk => chunk.timeUs));
      const tunnel = this.#delivery.tunnel(at);
      const { missing } = at;
      const { origin } = this.#delivery;
      this.#delivery.assembled(flow, {
        bytes,
        start: 0,
        end,
        missing,
        transport: SCTP,
        timeUs,
        origin,
        parts,
        pieces: undefined,
        tunnel,
      });
    }
    for (const chunk of chunks) chunk.packetHold.release('sctp data');
  }

  #find(at: Cursor): SctpFlow {
    const low = (at.sourcePort << 16) | at.destinationPort;
    const found = this.#flows.find(at, low, 0);
    if (found !== undefined) return found;
    if (this.#flows.size >= MAX_FLOWS && this.#flows.oldest !== undefined) this.#drop(this.#flows.oldest);
    const flow = new SctpFlow(at, low, 0);
    this.#flows.add(flow);
    return flow;
  }

  /** A new association begins: the sequence numbers seen so far say nothing about it. */
  #forget(at: Cursor): void {
    const flow = this.#flows.find(at, (at.sourcePort << 16) | at.destinationPort, 0);
    if (flow !== undefined) this.#drop(flow);
  }

  #drop(flow: SctpFlow): void {
    this.#held -= flow.held;
    flow.release();
    this.#flows.remove(flow);
  }
}

/** Payload protocol identifiers (https://www.iana.org/assignments/sctp-parameters). */
const PROTOCOLS = new Map([
  [3, 'm3ua'],
  [18, 's1ap'],
  [46, 'diameter'],
  [60, 'ngap'],
]);
