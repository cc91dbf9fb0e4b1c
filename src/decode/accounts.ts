/**
 * What became of every packet of one source. In: one verdict a packet. Out: counters whose sums add up:
 * read = sip + other + undecodable + pending, and pending is 0 once a source is flushed.
 */

/** Where a packet comes from. A packet is counted at its own source, also where its message spans several. */
export interface Origin {
  /** The number of the source, which tells apart fragments of captures that were taken at several places at once. */
  readonly id: number;
  readonly accounts: Accounts;
}

export class Accounts {
  read = 0;
  sip = 0;
  /** Held by a reassembler: the verdict is not in yet. */
  pending = 0;
  /** Packets read that carry no SIP, by name: "rtp", "stun", "tcp ack", "arp", "unknown"… */
  readonly other = new Map<string, number>();
  /** Packets that could not be read down to a payload, by reason: "link type 147 is not supported". */
  readonly undecodable = new Map<string, number>();
  /** Packets shorter than they were on the wire. */
  truncated = 0;
  /** Fragments of datagrams that never completed. */
  incompleteFragments = 0;
  /** Records of TLS connections that were not decrypted. */
  tlsRecords = 0;
  /** Holes in TCP streams that carry SIP. */
  tcpGaps = 0;

  /** Counts packets under a name of no SIP. */
  countOther(name: string, packets = 1): void {
    this.other.set(name, (this.other.get(name) ?? 0) + packets);
  }

  /** Counts packets under a reason why they could not be read. */
  countUndecodable(reason: string, packets = 1): void {
    this.undecodable.set(reason, (this.undecodable.get(reason) ?? 0) + packets);
  }
}

/** The source of nothing. */
export const NOWHERE: Origin = { id: 0, accounts: new Accounts() };

/** What became of the packets of several sources. */
export function sumOf(accounts: readonly Accounts[]): Accounts {
  const sum = new Accounts();
  for (const each of accounts) {
    sum.read += each.read;
    sum.sip += each.sip;
    sum.pending += each.pending;
    sum.truncated += each.truncated;
    sum.incompleteFragments += each.incompleteFragments;
    sum.tlsRecords += each.tlsRecords;
    sum.tcpGaps += each.tcpGaps;
    for (const [name, packets] of each.other) sum.countOther(name, packets);
    for (const [reason, packets] of each.undecodable) sum.countUndecodable(reason, packets);
  }
  return sum;
}
