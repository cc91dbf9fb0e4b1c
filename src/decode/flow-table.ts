/**
 * Flows found by their addresses and two numbers (ports; fragment identification and protocol), oldest first. In: a
 * cursor. Out: the flow, without a string or an object made for the search.
 */
import type { Cursor } from './cursor.js';

/** What belongs together by its addresses. Subclasses add what they keep. */
export class Flow {
  /** Source then destination address. */
  readonly addresses: Uint8Array;
  readonly addressLength: number;
  /** Ports of the packet that made it. */
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly low: number;
  readonly high: number;
  readonly hash: number;
  /** Kept by the table: neighbours by last use, and the next flow of the same hash. */
  older: Flow | undefined = undefined;
  newer: Flow | undefined = undefined;
  sameHash: Flow | undefined = undefined;

  /** The addresses as a cursor has them. */
  get addressBytes(): Uint8Array {
    return this.addresses;
  }

  get sourceOffset(): number {
    return 0;
  }

  get destinationOffset(): number {
    return this.addressLength;
  }

  constructor(at: Cursor, low: number, high: number) {
    const length = at.addressLength;
    this.addressLength = length;
    this.addresses = new Uint8Array(length * 2);
    for (let i = 0; i < length; i++) {
      this.addresses[i] = at.addressBytes[at.sourceOffset + i]!;
      this.addresses[length + i] = at.addressBytes[at.destinationOffset + i]!;
    }
    this.sourcePort = at.sourcePort;
    this.destinationPort = at.destinationPort;
    this.low = low;
    this.high = high;
    this.hash = hashOf(at.addressBytes, at.sourceOffset, at.destinationOffset, length, low, high);
  }
}

export class FlowTable<F extends Flow> {
  size = 0;
  readonly #byHash = new Map<number, Flow>();
  #oldest: Flow | undefined = undefined;
  #newest: Flow | undefined = undefined;

  /** The flow used longest ago. */
  get oldest(): F | undefined {
    return this.#oldest as F | undefined; // only add() puts flows in, and it takes F
  }

  /** The flow of the cursor's addresses and these numbers; it becomes the newest. */
  find(at: Cursor, low: number, high: number): F | undefined {
    const flow = this.#search(at.addressBytes, at.sourceOffset, at.destinationOffset, at.addressLength, low, high);
    if (flow !== undefined && flow !== this.#newest) {
      this.#unlink(flow);
      this.#link(flow);
    }
    return flow;
  }

  /** The flow in the other direction, its place in the order unchanged. */
  findReverse(at: Cursor, low: number, high: number): F | undefined {
    return this.#search(at.addressBytes, at.destinationOffset, at.sourceOffset, at.addressLength, low, high);
  }

  add(flow: F): void {
    flow.sameHash = this.#byHash.get(flow.hash);
    this.#byHash.set(flow.hash, flow);
    this.#link(flow);
    this.size++;
  }

  remove(flow: F): void {
    const first = this.#byHash.get(flow.hash);
    if (first === flow) {
      if (flow.sameHash === undefined) this.#byHash.delete(flow.hash);
      else this.#byHash.set(flow.hash, flow.sameHash);
    } else {
      let before = first;
      while (before !== undefined && before.sameHash !== flow) before = before.sameHash;
      if (before === undefined) return;
      before.sameHash = flow.sameHash;
    }
    flow.sameHash = undefined;
    this.#unlink(flow);
    this.size--;
  }

  #search(
    bytes: Uint8Array,
    source: number,
    destination: number,
    length: number,
    low: number,
    high: number,
  ): F | undefined {
    let flow = this.#byHash.get(hashOf(bytes, source, destination, length, low, high));
    while (flow !== undefined && !isOf(flow, bytes, source, destination, length, low, high)) flow = flow.sameHash;
    return flow as F | undefined; // only add() puts flows in, and it takes F
  }

  #link(flow: Flow): void {
    flow.older = this.#newest;
    flow.newer = undefined;
    if (this.#newest !== undefined) this.#newest.newer = flow;
    else this.#oldest = flow;
    this.#newest = flow;
  }

  #unlink(flow: Flow): void {
    if (flow.older !== undefined) flow.older.newer = flow.newer;
    else this.#oldest = flow.newer;
    if (flow.newer !== undefined) flow.newer.older = flow.older;
    else this.#newest = flow.older;
    flow.older = undefined;
    flow.newer = undefined;
  }
}

/** FNV-1a over the address bytes and the numbers, kept to 30 bits so that it stays a small integer. */
function hashOf(
  bytes: Uint8Array,
  source: number,
  destination: number,
  length: number,
  low: number,
  high: number,
): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[source + i]!, 0x01000193);
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[destination + i]!, 0x01000193);
  hash = Math.imul(hash ^ low, 0x85ebca6b);
  hash = Math.imul(hash ^ high, 0xc2b2ae35);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

function isOf(
  flow: Flow,
  bytes: Uint8Array,
  source: number,
  destination: number,
  length: number,
  low: number,
  high: number,
): boolean {
  if (flow.low !== low || flow.high !== high || flow.addressLength !== length) return false;
  for (let i = 0; i < length; i++) {
    if (flow.addresses[i] !== bytes[source + i] || flow.addresses[length + i] !== bytes[destination + i]) return false;
  }
  return true;
}
