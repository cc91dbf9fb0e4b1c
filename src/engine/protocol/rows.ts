/**
 * The rows that cross the thread: types only. Texts are decoded but not made safe for a terminal: terminal/text.ts does
 * that.
 */
import type { Transport } from '../../decode/carried.js';
import type { State } from '../../sip/states.js';

export type { State };

/** One row of the conversation list. */
export interface ConversationRow {
  /** Row id in the engine's table; also `index`, the number of arrival, which never changes. */
  index: number;
  /** Null for the conversation that gathers messages without a Call-ID. */
  callId: string | null;
  startUs: number;
  endUs: number;
  /** False where the source told the time of day only. */
  dated: boolean;
  method: string | null;
  from: string | null;
  to: string | null;
  /**
   * The URIs From and To say; filled only where `withUris` asked for them (they are read from the earliest message).
   */
  fromUri: string | null;
  toUri: string | null;
  src: string | null;
  dst: string | null;
  transport: Transport;
  messages: number;
  retransmissions: number;
  copies: number;
  state: State;
  status: number | null;
  reason: string | null;
  ringMs: number | null;
  /** A 183 with SDP came before the answer: the caller heard the far end, not its own ringing tone. */
  earlyMedia: boolean;
  setupMs: number | null;
  hungUpBy: 'caller' | 'callee' | 'both' | null;
  /** What became of it, in words: "no reply to 7 INVITEs in 31 s", "busy here (486)". */
  outcome: string;
  /** User-Agent or Server of the two sides, as first met. */
  callerAgent: string | null;
  calleeAgent: string | null;
  /** Where a number asked for was found ("To, Diversion"); null where no number was asked for. */
  found: string | null;
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
   * What captured it, "eth1": the source where there are several, the interface where its packet tells; null where
   * neither does. Filled where its conversation has copies.
   */
  seenBy: string | null;
  sdp: boolean;
  /** Bytes the capture lacks at the end of the message. */
  truncated: boolean;
  malformed: boolean;
  /** "port unreachable from 10.1.2.3" where an ICMP error quoted this message. */
  note: string | null;
  /** Outer layers, "" where there are none. */
  tunnel: string;
  /** Filled where `withSdp` asked for it: media in short, "PCMA,PCMU 10.0.0.1:4000 sendrecv". */
  media: string[] | null;
}
