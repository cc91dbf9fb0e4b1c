/**
 * The rows that cross the thread: types only. Texts are decoded but not made safe for a terminal: terminal/text.ts does
 * that.
 */
import type { Certainty, Reason } from '../../model/call-links.js';
import type { EventKind } from '../../model/event-kinds.js';
import type { ConversationValues } from '../../model/fields.js';
import type { MessageId, RowId } from '../../model/ids.js';
import type { KnownTransport } from '../../model/transports.js';
import type { State } from '../../sip/states.js';
import type { LegChange } from '../../sip/view/leg-changes.js';
import type { VerdictRow } from './diagnosis.js';
import type { EvidenceRow } from './evidence.js';
import type { Window } from './query.js';

export type { State };

/**
 * One row of the conversation list: the values of the catalogue's fields (model/fields.ts; `fromUri` and `toUri` are filled only where
 * `withUris` asked for them, `found` where a number was), and what belongs to no field.
 */
export interface ConversationRow extends ConversationValues {
  /** False if the source has only the time of day. */
  dated: boolean;
  /** What happened besides its messages: ICMP errors, broken connections, holes in streams. */
  events: number;
  /** A 183 with SDP came before the answer: the caller heard the far end, not its own ringing tone. */
  earlyMedia: boolean;
  /** Its outcome in a sentence: "no reply to 7 INVITEs in 31.5 s", "busy (486 Busy Here)". */
  outcome: string;
  /** What is wrong with it; null where nothing is, nothing is known, or it was not looked at. */
  verdict: VerdictRow | null;
  /** Values of the header columns asked for, in their order; null if the header is absent or not read yet. */
  cells: (string | null)[];
}

/** One row of the list on the screen: a conversation, a call as a whole with the number of its first leg, or a leg below its call. */
export interface ListRow extends ConversationRow {
  /** The conversations it stands for: one, or all legs of a call. */
  legs: readonly RowId[];
  /** The number of a leg below its call, from 1; 0 for what stands by itself. */
  leg: number;
  /** Its legs have rows of their own below it. */
  unfolded: boolean;
}

/** One message of a ladder. */
export interface MessageRow {
  id: MessageId;
  conversation: RowId;
  callId: string | null;
  timeUs: number;
  dated: boolean;
  src: string | null;
  dst: string | null;
  transport: KnownTransport | null;
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
   * What captured it, "eth1": the source where there are several, the interface where its packet tells; null where
   * neither does. Filled where its conversation has copies.
   */
  seenBy: string | null;
  sdp: boolean;
  /** Bytes the capture lacks at the end of the message. */
  truncated: boolean;
  malformed: boolean;
  /** Outer layers, "" if there are none. */
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
  conversation: RowId | null;
  /** Id of the message it is about; null if it is about none, or about one that was not captured. */
  message: MessageId | null;
  /** From who caused it to whom it concerns; a host without a port where it has none, as ICMP. */
  src: string | null;
  dst: string | null;
  /** See `DescribedEvent`. */
  detail: string | null;
}

/** A line that a log prints between two messages. */
export interface RemarkRow {
  /** µs from the message to the line, negative before it; null where the time of either is not known. */
  afterUs: number | null;
  text: string;
}

/** The lines between two messages of a log: the first ones, and behind those that were not kept the last ones. */
export interface RemarkGap {
  head: RemarkRow[];
  notKept: number;
  tail: RemarkRow[];
}

/** Messages, and what happened between them. */
export interface MessageWindow extends Window<MessageRow> {
  /** By time: from the first of the rows until the message behind the last, at either end of all what came before or after. */
  events: EventRow[];
}

/** Why two legs belong to one call. */
export interface LinkRow {
  /** The leg that came first, and the other. */
  a: RowId;
  b: RowId;
  reason: Reason;
  certainty: Certainty;
  points: number;
  /** The reason in words. */
  because: string;
  evidence: EvidenceRow[];
}

/** What a host in the middle changed between two legs. */
export interface LegChanges {
  a: RowId;
  b: RowId;
  /** The request it received and the one it sent on. */
  before: MessageId;
  after: MessageId;
  changes: LegChange[];
}

/** A call with all its legs, in the order of their numbers. */
export interface CallRow {
  /** The number of its first leg. */
  call: RowId;
  legs: ConversationRow[];
  /** The call as a row of the list: a row made of all legs. */
  whole: ConversationRow;
  links: LinkRow[];
  /** Legs that were evicted. */
  evicted: number;
}
