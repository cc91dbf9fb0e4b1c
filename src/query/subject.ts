/**
 * What a compiled query needs of the tables it is asked of. In: nothing. Out: interfaces; the engine implements them over its
 * columns, a test over a few objects. Every function handed out is called once a row or once a message, so it must be an
 * array look-up and no more; only `read` may be slow.
 */

/**
 * A column whose values are few and shared. Ids are small, at least 0, and mean the same text as long as the compiled query
 * lives: a text is tested once, then remembered in a byte by its id. Null texts (unknown) pass no test.
 */
export interface Interned {
  /** -1 where the row has no value. */
  id(row: number): number;
  text(id: number): string | null;
  /** Ids are below it, where the column can tell; it may grow. */
  count?: () => number;
}

/** Of a conversation. `src` and `dst` are endpoints as they print ("10.0.0.1:5060", "[2001:db8::1]:5060"). */
export type TextColumn =
  | 'callid'
  /** Of the earliest message, as are from, to, src, dst and transport. */
  | 'method'
  | 'from'
  | 'to'
  | 'src'
  | 'dst'
  | 'transport'
  | 'state'
  /** Of the final response, as the row shows it. */
  | 'reason'
  /** caller, callee, both. */
  | 'hungup'
  | 'callerAgent'
  | 'calleeAgent';

/** Of a conversation; NaN where unknown. */
export type FigureColumn =
  | 'index'
  /** The final status, as the row shows it. */
  | 'status'
  /** ring, setup and duration in milliseconds. */
  | 'ring'
  | 'setup'
  | 'duration'
  /** First and last message in microseconds. */
  | 'start'
  | 'end'
  /** 1 where times have a date, 0 where they are times of day. */
  | 'dated'
  | 'messages'
  | 'retransmissions';

/** Of a message. */
export type MessageTextColumn =
  /** Of a request; -1 for a response. */
  | 'method'
  | 'reason'
  | 'cseqMethod'
  | 'src'
  | 'dst'
  | 'transport'
  /** The name of the file or interface it came from. */
  | 'source';

/** Of a message; NaN where unknown. Marks (malformed, truncated, sdp: it has a session description) are 1 or 0. */
export type MessageFigureColumn = 'time' | 'status' | 'cseq' | 'malformed' | 'truncated' | 'sdp';

/** The text of one message, cut up. Header names in any case; the compact form of a header counts as the header. */
export interface MessageText {
  whole(): string;
  startLine(): string;
  /** Unfolded values in order; empty where there are none. */
  headers(name: string): readonly string[];
  body(): string;
  /** Session descriptions in the body, "" where there is none. */
  sdp(): string;
  /** Names of codecs in them: "PCMA". */
  codecs(): readonly string[];
  /** Media in short: "audio 10.0.0.1:4000 sendrecv". */
  media(): readonly string[];
  /** Codes of sip/message/faults.ts. */
  faults(): readonly string[];
}

export interface Subject {
  text(column: TextColumn): Interned;
  figure(column: FigureColumn): (row: number) => number;
  /** The earliest message of a conversation. */
  first(row: number): number;
  /** Calls `visit` with each message of a conversation, in any order, until it returns true; returns whether it did. */
  messages(row: number, visit: (message: number) => boolean): boolean;
  messageText(column: MessageTextColumn): Interned;
  messageFigure(column: MessageFigureColumn): (message: number) => number;
  /**
   * Calls `visit` with each number that occurs in a conversation until it returns true; returns whether it did. `kinds` has
   * bit 1 << k set for each index k of NUMBER_KINDS (sip/headers/header-table.ts) it stands in.
   */
  numbers(row: number, visit: (number: number, kinds: number) => boolean): boolean;
  /** A number as a URI writes it; ids as those of Interned. */
  number(id: number): string | null;
  /** Whether a message of the conversation has the header; the name in any case or compact. It may not have been met yet. */
  hasHeader(name: string): (row: number) => boolean;
  /** False only where a message has no such header. */
  messageMightHave(name: string): (message: number) => boolean;
  /** The text of a message; null where it is gone. The slow one. */
  read(message: number): MessageText | null;
}
