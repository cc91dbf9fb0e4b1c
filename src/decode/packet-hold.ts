/**
 * Packets of one source that share one verdict: a packet whose bytes a reassembler holds, or the fragments of one
 * datagram. They are `pending` in its accounts until the verdict is given for all of them.
 */
import { NOWHERE, type Origin } from './accounts.js';
import type { KeptPacket } from './decoded-message.js';

export class PacketHold {
  /** Where the packets can be found again, in order of their bytes. */
  readonly refs: readonly KeptPacket[];
  /** How many packets it accounts for; a datagram counts as one without a place. */
  readonly #packets: number;
  readonly origin: Origin;
  #holders = 0;
  #settled = false;

  constructor(origin: Origin, refs: readonly KeptPacket[], packets = refs.length) {
    this.origin = origin;
    this.refs = refs;
    this.#packets = packets;
  }

  get held(): boolean {
    return this.#holders > 0;
  }

  /** Another reassembler keeps bytes of it. */
  hold(): this {
    this.#holders++;
    return this;
  }

  /** Drops one reassembler's hold; after the last one, packets that carried no SIP count under `name`. */
  release(name: string): void {
    if (--this.#holders === 0) this.countOther(name);
  }

  countSip(): void {
    if (this.#settle()) this.origin.accounts.sip += this.#packets;
  }

  countOther(name: string): void {
    if (this.#settle()) this.origin.accounts.countOther(name, this.#packets);
  }

  countUndecodable(reason: string): void {
    if (this.#settle()) this.origin.accounts.countUndecodable(reason, this.#packets);
  }

  /** The packets become part of another hold, which accounts for them from now on. */
  handOver(): readonly KeptPacket[] {
    this.#settled = true;
    return this.refs;
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.origin.accounts.pending -= this.#packets;
    return true;
  }
}

/** Several packets that carried one thing together, each with a verdict of its own. `origin` is that of the last. */
export class JoinedHolds extends PacketHold {
  readonly #members: readonly PacketHold[];

  constructor(members: readonly PacketHold[]) {
    super(
      members.at(-1)?.origin ?? NOWHERE,
      members.flatMap(member => member.refs),
      0,
    );
    this.#members = members;
  }

  override hold(): this {
    for (const member of this.#members) member.hold();
    return this;
  }

  override release(name: string): void {
    for (const member of this.#members) member.release(name);
  }

  override countSip(): void {
    for (const member of this.#members) member.countSip();
  }
}
