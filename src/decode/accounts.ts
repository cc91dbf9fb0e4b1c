/**
 * Counts what became of every packet of one source. The sums add up: read = sip + other + undecodable + pending, and
 * pending is 0 once the source is flushed.
 */

/** The source of a packet. A packet counts at its own source, even when its message spans packets of several. */
export interface Origin {
  /** Number of the source. It keeps fragments of captures taken at several places at once apart. */
  readonly id: number;
  readonly accounts: Accounts;
}

export class Accounts {
  read = 0;
  sip = 0;
  /** Held by a reassembler, no verdict yet. */
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

  /** Counts packets that carry no SIP, under this name. */
  countOther(name: string, packets = 1): void {
    this.other.set(name, (this.other.get(name) ?? 0) + packets);
  }

  /** Counts packets that could not be read, under this reason. */
  countUndecodable(reason: string, packets = 1): void {
    this.undecodable.set(reason, (this.undecodable.get(reason) ?? 0) + packets);
  }
}

/** Placeholder for no source. */
export const NOWHERE: Origin = { id: 0, accounts: new Accounts() };

/** Adds up the accounts of several sources. */
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
