/**
 * Flows by their addresses and two numbers (ports, or fragment identification and protocol), oldest first. A look-up
 * allocates no string and no object.
 */
import { hashWords } from '../bytes/hash.js';
import { type Cursor, read32 } from './cursor.js';
import type { Ends } from './decoded-message.js';

const NONE = new Uint8Array(0);

/** Packets with the same addresses and numbers. Subclasses add what they keep. */
export class Flow {
  addressLength = 0;
  /** The IPv4 address itself, or a hash of the IPv6 address. */
  sourceWord = 0;
  destinationWord = 0;
  /** Source, then destination address; IPv4 addresses are written out only when they are read. */
  #addresses: Uint8Array = NONE;
  #written = false;
  /** Ports of the packet that created it. */
  sourcePort = 0;
  destinationPort = 0;
  low = 0;
  high = 0;
  hash = 0;
  /** Kept by the table: neighbours by age, whether it was found since it was added, the next flow of the same hash. */
  older: Flow | undefined = undefined;
  newer: Flow | undefined = undefined;
  used = false;
  sameHash: Flow | undefined = undefined;

  /** The addresses as a cursor has them. */
  get addressBytes(): Uint8Array {
    if (!this.#written) {
      if (this.#addresses.length !== 8) this.#addresses = new Uint8Array(8);
      const { sourceWord, destinationWord } = this;
      for (let i = 0; i < 4; i++) {
        this.#addresses[i] = sourceWord >>> (24 - i * 8);
        this.#addresses[4 + i] = destinationWord >>> (24 - i * 8);
      }
      this.#written = true;
    }
    return this.#addresses;
  }

  get sourceOffset(): number {
    return 0;
  }

  get destinationOffset(): number {
    return this.addressLength;
  }

  /** `low` and `high` are signed 32-bit numbers. */
  constructor(at: Ends, low: number, high: number) {
    this.assign(at, low, high);
  }

  /** Makes this the flow between these ends with these numbers. It must not be in a table. */
  assign(at: Ends, low: number, high: number): void {
    const { addressBytes: bytes, addressLength: length, sourceOffset, destinationOffset } = at;
    this.addressLength = length;
    this.sourceWord = addressWord(bytes, sourceOffset, length);
    this.destinationWord = addressWord(bytes, destinationOffset, length);
    this.#written = length !== 4;
    if (this.#written) {
      this.#addresses = new Uint8Array(length * 2);
      this.#addresses.set(bytes.subarray(sourceOffset, sourceOffset + length));
      this.#addresses.set(bytes.subarray(destinationOffset, destinationOffset + length), length);
    }
    this.sourcePort = at.sourcePort;
    this.destinationPort = at.destinationPort;
    this.low = low;
    this.high = high;
    this.hash = hashOf(this.sourceWord, this.destinationWord, low, high);
  }

  /** Whether it has these addresses; their words are known to be equal. */
  isBetween(bytes: Uint8Array, source: number, destination: number, length: number): boolean {
    if (this.addressLength !== length) return false;
    if (length === 4) return true;
    const own = this.addressBytes;
    for (let i = 0; i < length; i++) {
      if (own[i] !== bytes[source + i] || own[length + i] !== bytes[destination + i]) return false;
    }
    return true;
  }
}

export class FlowTable<F extends Flow> {
  size = 0;
  readonly #byHash = new Map<number, Flow>();
  #oldest: Flow | undefined = undefined;
  #newest: Flow | undefined = undefined;

  /** The flow to give up first. Second chance: a flow found since it was added goes to the end once. */
  get oldest(): F | undefined {
    for (let flow = this.#oldest; flow?.used === true; flow = this.#oldest) {
      flow.used = false;
      this.#unlink(flow);
      this.#link(flow);
    }
    return this.#oldest as F | undefined; // only add() puts flows in, and it takes F
  }

  /** The flow of the cursor's addresses and these numbers; it counts as used. */
  find(at: Cursor, low: number, high: number): F | undefined {
    const flow = this.#search(at.addressBytes, at.sourceOffset, at.destinationOffset, at.addressLength, low, high);
    if (flow !== undefined && !flow.used) flow.used = true;
    return flow;
  }

  /** The flow in the other direction; it does not count as used. */
  findReverse(at: Cursor, low: number, high: number): F | undefined {
    return this.#search(at.addressBytes, at.destinationOffset, at.sourceOffset, at.addressLength, low, high);
  }

  add(flow: F): void {
    flow.sameHash = this.#byHash.get(flow.hash);
    this.#byHash.set(flow.hash, flow);
    flow.used = false;
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
    const sourceWord = addressWord(bytes, source, length);
    const destinationWord = addressWord(bytes, destination, length);
    let flow = this.#byHash.get(hashOf(sourceWord, destinationWord, low, high));
    while (
      flow !== undefined &&
      (flow.sourceWord !== sourceWord ||
        flow.destinationWord !== destinationWord ||
        flow.low !== low ||
        flow.high !== high ||
        !flow.isBetween(bytes, source, destination, length))
    )
      flow = flow.sameHash;
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

/** An address as a signed 32-bit number: itself, or the hash of one of 16 bytes; 0 for none. */
export function addressWord(bytes: Uint8Array, at: number, length: number): number {
  if (length === 4) return read32(bytes, at) | 0;
  if (length !== 16) return 0;
  return hashWords(read32(bytes, at), read32(bytes, at + 4), read32(bytes, at + 8), read32(bytes, at + 12));
}

/** Kept to 30 bits, so that it stays a small integer: a Map finds its place by a hash without a secret. */
function hashOf(source: number, destination: number, low: number, high: number): number {
  return hashWords(source, destination, low, high) & 0x3fffffff;
}
