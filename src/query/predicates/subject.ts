/**
 * What a compiled query needs from the tables: the engine implements it over its columns, tests over a few objects.
 * The functions it returns run once per row or message, so each must be a mere array look-up; only `read` may be
 * slow.
 */
import type { MessageFigureColumn, MessageTextColumn } from '../../model/field.js';
import type { FigureName, TextName } from '../../model/fields.js';

/**
 * A column of few, shared values. Ids are small, at least 0, and keep their text as long as the compiled query lives,
 * so each text is tested once and the result cached by id. A null text (unknown) passes no test.
 */
export interface Interned {
  /** -1 if the row has no value. */
  id(row: number): number;
  text(id: number): string | null;
  /** Upper bound of the ids, if the column knows it; it may grow. */
  count?: () => number;
}

/** The text of one message, in its parts. Header names are case-insensitive; a compact form counts as its header. */
export interface MessageText {
  whole(): string;
  startLine(): string;
  /** Unfolded values in order; empty if the header is absent. */
  headers(name: string): readonly string[];
  body(): string;
  /** Session descriptions in the body, "" for none. */
  sdp(): string;
  /** Names of their codecs: "PCMA". */
  codecs(): readonly string[];
  /** Media in short: "audio 10.0.0.1:4000 sendrecv". */
  media(): readonly string[];
  /** Codes of sip/message/faults.ts. */
  faults(): readonly string[];
}

export interface Subject {
  /**
   * The value of a field by conversation; for a sentence, its kind. Endpoints are as printed ("10.0.0.1:5060",
   * "[2001:db8::1]:5060").
   */
  text(field: TextName): Interned;
  /** NaN where unknown; durations in ms, times in µs. */
  figure(field: FigureName): (row: number) => number;
  /** Whether the source of a conversation has dates, not only times of day. */
  dated(row: number): boolean;
  /** The earliest message of a conversation. */
  first(row: number): number;
  /** Calls `visit` with each message of a conversation, in any order, until it returns true; returns whether it did. */
  messages(row: number, visit: (message: number) => boolean): boolean;
  messageText(column: MessageTextColumn): Interned;
  messageFigure(column: MessageFigureColumn): (message: number) => number;
  /**
   * Calls `visit` with each number in a conversation until it returns true; returns whether it did. `kinds` has bit 1
   * << k set for each header kind k of NUMBER_KINDS (sip/headers/header-table.ts) that contains it.
   */
  numbers(row: number, visit: (number: number, kinds: number) => boolean): boolean;
  /** A number as a URI writes it; ids as those of Interned. */
  number(id: number): string | null;
  /**
   * Whether a message of the conversation has the header, by any case or the compact form. The header may be one not
   * seen yet.
   */
  hasHeader(name: string): (row: number) => boolean;
  /** False only for messages without the header. */
  messageMightHave(name: string): (message: number) => boolean;
  /** The text of a message; null if it was evicted or cannot be read. Slow. */
  read(message: number): MessageText | null;
}
