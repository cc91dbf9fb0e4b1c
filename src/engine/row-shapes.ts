/**
 * The rows and figures that cross the thread: types only. Texts are decoded but not made safe for a terminal: terminal/text.ts
 * does that.
 */
import type { Transport } from '../decode/carried.js';
import type { ConversationValues } from '../model/fields.js';
import type { EventKind } from '../model/event-kinds.js';
import type { Dropped } from '../capture/source.js';
import type { LiveInput } from '../live/live-input.js';

/**
 * One row of the conversation list: the values of the catalogue's fields (model/fields.ts; `fromUri` and `toUri` are filled only where
 * `withUris` asked for them, `found` where a number was), and what belongs to no field.
 */
export interface ConversationRow extends ConversationValues {
  /** False where the source told the time of day only. */
  dated: boolean;
  /** What happened besides its messages: ICMP errors, broken connections, holes in streams. */
  events: number;
  /** A 183 with SDP came before the answer: the caller heard the far end, not its own ringing tone. */
  earlyMedia: boolean;
  /** What became of it, in a sentence: "no reply to 7 INVITEs in 31.5 s", "busy (486 Busy Here)". */
  outcome: string;
  /** Values of the header columns asked for, in their order; null where the header is absent or not read yet. */
  cells: (string | null)[];
}

/** One message of a ladder. */
export interface MessageRow {
  id: number;
  conversation: number;
  callId: string | null;
  timeUs: number;
  dated: boolean;
  src: string | null;
  dst: string | null;
  transport: Transport;
  /** Null for a response. */
  method: string | null;
  /** Null for a request. */
  status: number | null;
  reason: string | null;
  cseq: number | null;
  cseqMethod: string | null;
  /** Bytes of the message as captured. */
  length: number;
  /** Hashes that tell tags and branches apart; 0 where absent. */
  fromTag: number;
  toTag: number;
  branch: number;
  retransmission: boolean;
  /** The same packet captured twice. */
  copy: boolean;
  /**
   * What captured it, "eth1": the source where there are several, the interface where its packet tells; null where neither does.
   * Filled where its conversation has copies.
   */
  seenBy: string | null;
  sdp: boolean;
  /** Bytes the capture lacks at the end of the message. */
  truncated: boolean;
  malformed: boolean;
  /** Outer layers, "" where there are none. */
  tunnel: string;
  /** Filled where `withSdp` asked for it: media in short, "PCMA,PCMU 10.0.0.1:4000 sendrecv". */
  media: string[] | null;
}

/** Something that happened besides messages. */
export interface EventRow {
  kind: EventKind;
  timeUs: number;
  dated: boolean;
  /** Null where it is one of a source. */
  conversation: number | null;
  /** Id of the message it is about; null where it is about none, or about one that was not captured. */
  message: number | null;
  /** From who caused it to whom it concerns; a host without a port where it has none, as ICMP. */
  src: string | null;
  dst: string | null;
  /** See `SaidEvent`. */
  detail: string | null;
}

export interface SourceInfo {
  id: number;
  name: string;
  format: string;
  dated: boolean;
  packets: number;
  startUs: number | null;
  endUs: number | null;
  damage: { offset: number; length: number; what: string }[];
  damageNotKept: number;
  bytesRead: number;
  /** 0 where unknown (a pipe). */
  size: number;
  finished: boolean;
  /** Comes as it happens: an interface, a pipe, a listener. */
  live: boolean;
  /** What was asked for where it is live: asked for again, it captures anew. Null for a file. */
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
 * What became of the packets and messages of one source, or of all: those of the sources add up to those of all. Always
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
}

/** The object of `stats --json` before it is printed; see the command line's documentation for its meaning. */
export interface Stats extends Account {
  sources: SourceStats[];
  /** Conversations may lie in several sources: they are counted over all. */
  sip: MessageFigures & { conversations: number };
  /** Events beyond what is kept. */
  eventsNotKept: number;
  /** Let go to stay below the bound of what is kept. They are in all other figures. */
  gone: { conversations: number; messages: number };
  /** The most likely reason why no SIP was found, in a sentence; null where some was. */
  whyEmpty: string | null;
}
