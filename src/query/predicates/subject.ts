/**
 * What a compiled query needs from the tables: the engine implements it over its columns, tests over a few objects.
 * The functions it returns run once per row or message, so each must be a mere array look-up; only `read` may be
 * slow.
 */
import type { MessageFigureColumn, MessageTextColumn } from '../../model/field.js';
import type { FigureName, TextName } from '../../model/fields.js';
import type { MessageId, RowId } from '../../model/ids.js';

/**
 * A column whose values are few and shared. Ids are small, at least 0, and mean the same text as long as the compiled query
 * lives: a text is tested once, then remembered in a byte by its id. Null texts (unknown) pass no test.
 * @typeParam Row What has the values: a conversation or a message.
 */
export interface Interned<Row> {
  /** -1 if the row has no value. */
  id(row: Row): number;
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
  text(field: TextName): Interned<RowId>;
  /** NaN where unknown; durations in ms, times in µs. */
  figure(field: FigureName): (row: RowId) => number;
  /** Whether the source of a conversation has dates, not only times of day. */
  dated(row: RowId): boolean;
  /** The earliest message of a conversation. */
  first(row: RowId): MessageId;
  /** Calls `visit` with each message of a conversation, in any order, until it returns true; returns whether it did. */
  messages(row: RowId, visit: (message: MessageId) => boolean): boolean;
  messageText(column: MessageTextColumn): Interned<MessageId>;
  messageFigure(column: MessageFigureColumn): (message: MessageId) => number;
  /**
   * Calls `visit` with each number in a conversation until it returns true; returns whether it did. `kinds` has bit 1
   * << k set for each header kind k of NUMBER_KINDS (sip/headers/header-table.ts) that contains it.
   */
  numbers(row: RowId, visit: (number: number, kinds: number) => boolean): boolean;
  /** A number as a URI writes it; ids as those of Interned. */
  number(id: number): string | null;
  /**
   * Whether a message of the conversation is known to have the header, by any case or the compact form. The header may be one not
   * seen yet.
   */
  hasHeader(name: string): (row: RowId) => boolean;
  /** `hasHeader` knows the headers of every conversation. It ceases to where a capture has too many different ones. */
  readonly listsHeaders: boolean;
  /** False only for conversations without the header; where `hasHeader` is false and this is true, the messages tell. */
  mightHaveHeader(name: string): (row: RowId) => boolean;
  /** False only for messages without the header. */
  messageMightHave(name: string): (message: MessageId) => boolean;
  /** The text of a message; null if it was evicted or cannot be read. Slow. */
  read(message: MessageId): MessageText | null;
}
