/**
 * What a compiled query needs of the tables it is asked of: the engine implements it over its columns, a test over a few objects.
 * Every function handed out is called once a row or once a message, so it must be an array look-up and no more; only `read` may be
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
  /** -1 where the row has no value. */
  id(row: Row): number;
  text(id: number): string | null;
  /** Ids are below it, where the column can tell; it may grow. */
  count?: () => number;
}

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
  /**
   * The value of a field by conversation; of a sentence its kind. Endpoints are as they print ("10.0.0.1:5060",
   * "[2001:db8::1]:5060").
   */
  text(field: TextName): Interned<RowId>;
  /** NaN where unknown; durations in ms, times in µs. */
  figure(field: FigureName): (row: RowId) => number;
  /** Whether the source of a conversation tells dates, not times of day only. */
  dated(row: RowId): boolean;
  /** The earliest message of a conversation. */
  first(row: RowId): MessageId;
  /** Calls `visit` with each message of a conversation, in any order, until it returns true; returns whether it did. */
  messages(row: RowId, visit: (message: MessageId) => boolean): boolean;
  messageText(column: MessageTextColumn): Interned<MessageId>;
  messageFigure(column: MessageFigureColumn): (message: MessageId) => number;
  /**
   * Calls `visit` with each number that occurs in a conversation until it returns true; returns whether it did. `kinds` has
   * bit 1 << k set for each index k of NUMBER_KINDS (sip/headers/header-table.ts) it stands in.
   */
  numbers(row: RowId, visit: (number: number, kinds: number) => boolean): boolean;
  /** A number as a URI writes it; ids as those of Interned. */
  number(id: number): string | null;
  /** Whether a message of the conversation has the header; the name in any case or compact. It may not have been met yet. */
  hasHeader(name: string): (row: RowId) => boolean;
  /** False only where a message has no such header. */
  messageMightHave(name: string): (message: MessageId) => boolean;
  /** The text of a message; null where it is gone. The slow one. */
  read(message: MessageId): MessageText | null;
}
