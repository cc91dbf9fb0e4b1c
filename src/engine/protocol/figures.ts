/**
 * What is counted of sources, packets and messages: types only. `Stats` is the object of `stats --json`.
 */
import type { Dropped, Told } from '../../capture/source.js';
import type { LiveInput } from '../../live/live-input.js';
import type { NotKept } from '../../model/not-kept.js';

export type { Dropped, Told };

export interface SourceInfo {
  id: number;
  name: string;
  format: string;
  dated: boolean;
  packets: number;
  startUs: number | null;
  endUs: number | null;
  damage: { offset: number | null; length: number; what: string }[];
  damageNotKept: number;
  bytesRead: number;
  /** 0 where unknown (a pipe). */
  size: number;
  finished: boolean;
  /** Comes as it happens: an interface, a pipe, a listener. */
  live: boolean;
  /** What was asked for where it is live: asked for again, it captures again. Null for a file. */
  input: LiveInput | null;
  /** What was dropped before it got here; null for a file, and where nothing is known (yet). */
  dropped: Dropped | null;
}

/** Messages by what they are. A message is one of the source that brought its last bytes. */
export interface MessageFigures {
  messages: number;
  requests: Record<string, number>;
  responses: Record<string, number>;
  retransmissions: number;
  malformed: number;
  withoutCallId: number;
}

/**
 * Accounts of the packets and messages of one source, or of all: the sources add up to the total. Always
 * read = sip + other + undecodable + pending. Counts by name are sorted, most frequent first.
 */
export interface Account {
  /** `pending`: parts of something that is not complete yet; 0 once all is read. */
  packets: { read: number; sip: number; other: number; undecodable: number; pending: number };
  undecodable: Record<string, number>;
  sip: MessageFigures;
  other: Record<string, number>;
  /** Packets cut by the snap length. */
  truncated: number;
  incomplete: { fragments: number; tcpGaps: number };
  /** Messages whose packet was captured twice. */
  duplicates: number;
  /** Malformed messages by fault; one may have several. */
  faults: Record<string, number>;
  transports: Record<string, number>;
  /** Records of TLS connections that were not decrypted. */
  tlsRecords: number;
}

/** One source and its own account. */
export interface SourceStats extends SourceInfo {
  account: Account;
  /** Of how many messages a text tells what; null for a source that tells it of all. */
  told: Told | null;
}

/** The object of `stats --json` before it is printed; see the command line's documentation for its meaning. */
export interface Stats extends Account {
  sources: SourceStats[];
  /** Conversations may lie in several sources: they are counted over all. */
  sip: MessageFigures & { conversations: number };
  /** Events beyond what is kept. */
  eventsNotKept: number;
  /** What else found no room, by kind. */
  notKept: NotKept;
  /** Lines that logs print between messages, kept or not. */
  remarks: number;
  /** Evicted to stay within the bound of what is kept. All other figures include them. */
  gone: { conversations: number; messages: number };
  /** The most likely reason why no SIP was found, in a sentence; null where some was. */
  whyEmpty: string | null;
}
