/**
 * IP fragments back to datagrams (RFC 791, RFC 815, RFC 8200 4.5). In: a cursor at a fragment. Out: the cursor at the
 * whole datagram with a carrier for all its packets, once the last hole is filled. Any order, duplicates and overlaps
 * (the bytes that came first stay); bounded in time, in size and in number.
 */
import type { Origin } from './accounts.js';
import type { PacketRef } from './carried.js';
import { Carrier } from './carrier.js';
import type { Cursor } from './cursor.js';
import type { Delivery } from './delivery.js';
import { Flow, FlowTable } from './flow-table.js';
import { nameOfFirstFragment } from './udp.js';

const UDP = 17;
const NONE = new Uint8Array(0);
const LIFETIME_US = 30_000_000;
const MAX_DATAGRAM = 65_535;
const FIRST_CAPACITY = 2048;
const MAX_DATAGRAMS = 4096;
const MAX_BYTES = 64 * 1024 * 1024;
/** Pieces of one datagram: with fewer than 8 bytes a piece only the last may be legal. */
const MAX_PIECES = 8192;

/** What a piece costs besides its bytes. */
const OVERHEAD = 256;

interface Piece {
  start: number;
  end: number;
  refs: PacketRef[];
}

/** A datagram in the making. Once complete it stays for a while, so that copies of its fragments are known as such. */
class Incomplete extends Flow {
  readonly origin: Origin;
  /** Only what was filled is ever read, so the memory need not be cleared. */
  bytes: Uint8Array = Buffer.allocUnsafe(FIRST_CAPACITY);
  /** Ordered by start; they may touch but never overlap. */
  pieces: Piece[] = [];
  /** Length of the whole, -1 while the last fragment is not there. */
  total = -1;
  /** Where the first byte is that the snap length cut off. */
  cutAt = MAX_DATAGRAM + 1;
  complete = false;
  /** What it is, where its first fragment shows that it is no SIP: nothing of it is kept. */
  refused: string | undefined = undefined;
  readonly beganUs: number;

  constructor(at: Cursor, high: number, { origin, timeUs }: Delivery) {
    super(at, at.fragmentId, high);
    this.origin = origin;
    this.beganUs = timeUs;
  }
}

export class Fragments {
  readonly #delivery: Delivery;
  readonly #table = new FlowTable<Incomplete>();
  #bytes = 0;

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
  }

  /** Takes the fragment at the cursor. True where it completed its datagram: the cursor then stands at its payload. */
  add(at: Cursor): boolean {
    const { timeUs, origin } = this.#delivery;
    this.#expire(timeUs);
    const high = origin.id * 256 + at.fragmentProtocol;
    let flow = this.#table.find(at, at.fragmentId, high);
    if (flow !== undefined && (flow.complete || timeUs - flow.beganUs > LIFETIME_US)) {
      if (flow.complete && isCopy(flow, at)) {
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
    if (flow === undefined) {
      flow = new Incomplete(at, high, this.#delivery);
      this.#table.add(flow);
      this.#bytes += flow.bytes.length;
    }
    return this.#insert(flow, at, end);
  }

  /** Gives up all that is not complete. */
  flush(): void {
    for (let flow = this.#table.oldest; flow !== undefined; flow = this.#table.oldest) this.#drop(flow);
  }

  #insert(flow: Incomplete, at: Cursor, end: number): boolean {
    const start = at.fragmentOffset;
    if (start === 0 && flow.refused === undefined && at.fragmentProtocol === UDP) {
      const name = nameOfFirstFragment(at);
      if (name !== undefined) this.#refuse(flow, name);
    }
    if (flow.refused !== undefined) {
      at.is(flow.refused);
      return false;
    }
    if (!at.moreFragments && flow.total < 0) flow.total = end;
    if (at.missing > 0) flow.cutAt = Math.min(flow.cutAt, end - at.missing);
    this.#grow(flow, end);
    const gained = this.#fill(flow, at, start, end);
    if (!gained) {
      at.is('duplicate fragment');
      return false;
    }
    if (flow.total < 0 || !isWhole(flow)) return false;
    flow.complete = true;
    const refs = flow.pieces.flatMap(piece => piece.refs);
    this.#bytes -= flow.pieces.length * OVERHEAD;
    flow.pieces = [];
    this.#delivery.carrier = new Carrier(flow.origin, refs);
    at.bytes = flow.bytes;
    at.start = 0;
    at.end = Math.min(flow.total, flow.cutAt);
    at.missing = flow.total - at.end;
    at.addressBytes = flow.addresses;
    at.sourceOffset = 0;
    at.destinationOffset = flow.addressLength;
    return true;
  }

  /** Copies what of [start, end) is not there yet; the packet joins the first hole it fills. False where it fills none. */
  #fill(flow: Incomplete, at: Cursor, start: number, end: number): boolean {
    let refs: PacketRef[] | undefined;
    let from = start;
    let index = 0;
    while (from < end) {
      while (index < flow.pieces.length && flow.pieces[index]!.end <= from) index++;
      const next = flow.pieces[index];
      const to = next === undefined ? end : Math.min(end, next.start);
      if (from < to) {
        if (flow.pieces.length === MAX_PIECES) break;
        const mine = refs === undefined ? this.#delivery.hold().handOver() : [];
        refs ??= mine;
        this.#bytes += OVERHEAD;
        flow.pieces.splice(index, 0, { start: from, end: to, refs: mine });
        const offset = at.start - start;
        flow.bytes.set(at.bytes.subarray(from + offset, Math.min(to + offset, at.end)), from);
      }
      from = next === undefined ? end : Math.max(to, next.end);
    }
    return refs !== undefined;
  }

  #refuse(flow: Incomplete, name: string): void {
    flow.refused = name;
    new Carrier(
      flow.origin,
      flow.pieces.flatMap(piece => piece.refs),
    ).countOther(name);
    this.#bytes -= flow.bytes.length + flow.pieces.length * OVERHEAD;
    flow.bytes = NONE;
    flow.pieces = [];
  }

  #grow(flow: Incomplete, end: number): void {
    if (end <= flow.bytes.length) return;
    const grown = new Uint8Array(Math.min(MAX_DATAGRAM, Math.max(end, flow.bytes.length * 2)));
    grown.set(flow.bytes);
    this.#bytes += grown.length - flow.bytes.length;
    flow.bytes = grown;
  }

  #expire(timeUs: number): void {
    for (let flow = this.#table.oldest; flow !== undefined; flow = this.#table.oldest) {
      const full = this.#table.size >= MAX_DATAGRAMS || this.#bytes > MAX_BYTES;
      if (!full && timeUs - flow.beganUs <= LIFETIME_US) return;
      this.#drop(flow);
    }
  }

  #drop(flow: Incomplete): void {
    this.#table.remove(flow);
    this.#bytes -= flow.bytes.length + flow.pieces.length * OVERHEAD;
    if (flow.complete || flow.refused !== undefined) return;
    const carrier = new Carrier(
      flow.origin,
      flow.pieces.flatMap(piece => piece.refs),
    );
    flow.origin.accounts.incompleteFragments += carrier.refs.length;
    carrier.countUndecodable('fragments of a datagram that is not complete');
  }
}

function isWhole(flow: Incomplete): boolean {
  let reached = 0;
  for (const piece of flow.pieces) {
    if (piece.start > reached) return false;
    reached = piece.end;
  }
  return reached >= flow.total;
}

/** The bytes of the fragment are those of the complete datagram at its place. */
function isCopy(flow: Incomplete, at: Cursor): boolean {
  const length = at.end - at.start;
  if (at.fragmentOffset + length > flow.total) return false;
  for (let i = 0; i < length; i++) {
    if (flow.bytes[at.fragmentOffset + i] !== at.bytes[at.start + i]) return false;
  }
  return true;
}
