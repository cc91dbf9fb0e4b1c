/**
 * Reassembles IP fragments (RFC 791, RFC 815, RFC 8200 4.5), in any order. Duplicates are dropped, and where
 * fragments overlap the bytes that came first stay. Time, size and number are bounded.
 */
import { PacketHold } from '../packet-hold.js';
import type { Cursor } from '../cursor.js';
import type { Delivery } from '../delivery.js';
import { FlowTable } from '../flow-table.js';
import { HeldMemory } from '../held-memory.js';
import { IncompleteDatagram, MAX_DATAGRAM } from './incomplete-datagram.js';
import { nameOfFirstFragment } from './udp.js';

const UDP = 17;
const LIFETIME_US = 30_000_000;
const MAX_DATAGRAMS = 4096;
const MAX_BYTES = 64 * 1024 * 1024;
/** Complete datagrams that are remembered, so that copies of their fragments are recognised. */
const MAX_COMPLETE = 256;

export class Fragments {
  readonly #delivery: Delivery;
  readonly #table = new FlowTable<IncompleteDatagram>();
  /** The complete ones, in a ring: the next replaces the oldest. */
  readonly #complete: (IncompleteDatagram | undefined)[] = [];
  #nextPlace = 0;
  /** Objects for reuse. */
  readonly #spare: IncompleteDatagram[] = [];
  readonly #memory = new HeldMemory();

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
  }

  /** Takes the fragment at the cursor. True if it completed its datagram: the cursor is then at its payload. */
  add(at: Cursor): boolean {
    const { timeUs, origin } = this.#delivery;
    this.#expire(timeUs);
    const high = origin.id * 256 + at.fragmentProtocol;
    let flow = this.#table.find(at, at.fragmentId | 0, high);
    if (flow !== undefined && (flow.complete || timeUs - flow.beganUs > LIFETIME_US)) {
      if (flow.complete && flow.holds(at)) {
        at.is('duplicate fragment');
        return false;
      }
      this.#drop(flow);
      flow = undefined;
    }
    if (flow?.refused !== undefined && at.fragmentOffset === 0 && nameOfFirstFragment(at) === undefined) {
      this.#drop(flow);
      flow = undefined;
    }
    const end = at.fragmentOffset + (at.end - at.start) + at.missing;
    if (end > MAX_DATAGRAM) {
      at.fail('a fragment reaches beyond 65,535 bytes');
      return false;
    }
    return this.#insert(flow ?? this.#begin(at, high), at, end);
  }

  /** Drops everything, and counts what is not complete. */
  flush(): void {
    for (let flow = this.#table.oldest; flow !== undefined; flow = this.#table.oldest) this.#drop(flow);
  }

  #begin(at: Cursor, high: number): IncompleteDatagram {
    let flow = this.#spare.pop();
    if (flow === undefined) flow = new IncompleteDatagram(at, high, this.#delivery.origin, this.#memory);
    else flow.assign(at, at.fragmentId | 0, high);
    flow.begin(this.#delivery);
    this.#table.add(flow);
    return flow;
  }

  #insert(flow: IncompleteDatagram, at: Cursor, end: number): boolean {
    if (at.fragmentOffset === 0 && flow.refused === undefined && at.fragmentProtocol === UDP) {
      const name = nameOfFirstFragment(at);
      if (name !== undefined) this.#refuse(flow, name);
    }
    if (flow.refused !== undefined) {
      at.is(flow.refused);
      return false;
    }
    if (!at.moreFragments && flow.total < 0) flow.total = end;
    if (at.missing > 0) flow.cutAt = Math.min(flow.cutAt, end - at.missing);
    if (!flow.fill(at, end, this.#delivery)) {
      at.is('duplicate fragment');
      return false;
    }
    if (!flow.isWhole) return false;
    this.#finish(flow, at);
    return true;
  }

  /** Moves the cursor to the whole datagram, whose packets share one verdict from now on. */
  #finish(flow: IncompleteDatagram, at: Cursor): void {
    const place = this.#nextPlace;
    const former = this.#complete[place];
    if (former !== undefined) this.#drop(former);
    this.#complete[place] = flow;
    this.#nextPlace = (place + 1) % MAX_COMPLETE;
    flow.place = place;
    this.#delivery.packetHold = new PacketHold(flow.origin, flow.refs);
    this.#delivery.datagram = flow;
    at.bytes = flow.bytes;
    at.start = flow.base;
    at.end = flow.base + Math.min(flow.total, flow.cutAt);
    at.missing = flow.total - (at.end - at.start);
    at.addressBytes = flow.addressBytes;
    at.sourceOffset = flow.sourceOffset;
    at.destinationOffset = flow.destinationOffset;
  }

  #refuse(flow: IncompleteDatagram, name: string): void {
    flow.refused = name;
    new PacketHold(flow.origin, flow.refs).countOther(name);
    flow.release();
  }

  #expire(timeUs: number): void {
    for (let flow = this.#table.oldest; flow !== undefined; flow = this.#table.oldest) {
      const full = this.#table.size >= MAX_DATAGRAMS || this.#memory.held > MAX_BYTES;
      // Where a time is not known nothing is old: the bounds above hold all the same.
      if (!full && !(timeUs - flow.beganUs > LIFETIME_US)) return;
      this.#drop(flow);
    }
  }

  #drop(flow: IncompleteDatagram): void {
    this.#table.remove(flow);
    if (flow.complete) this.#complete[flow.place] = undefined;
    else if (flow.refused === undefined) {
      const packetHold = new PacketHold(flow.origin, flow.refs);
      flow.origin.accounts.incompleteFragments += packetHold.refs.length;
      packetHold.countUndecodable('fragments of a datagram that is not complete');
    }
    flow.release();
    this.#spare.push(flow);
  }
}
