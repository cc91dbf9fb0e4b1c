/** The interface of what cuts a stream into messages. */
import type { Cursor } from '../cursor.js';

/**
 * `message`: [start, end) of the bytes given, or of `payload` if that is set. `part`: bytes of an incomplete message.
 * `stream`: [start, end) of `payload` are the next bytes of a stream inside this one. `alert`: the sender says in
 * `detail` that the connection failed. `keep-alive` and `noise` carry nothing. `more`: nothing can be read until more
 * bytes come. `refused`: the reader has no use for the stream; `name` says what it is.
 */
export type Reading = 'message' | 'part' | 'stream' | 'alert' | 'keep-alive' | 'noise' | 'more' | 'refused';

export interface StreamReader {
  /** Addresses of the message, if it states its own. */
  readonly ends?: Cursor;
  /** Index in TRANSPORTS. */
  readonly transport: number;
  /** The name noise counts under. */
  readonly name: string;
  /** Span of the message. */
  start: number;
  end: number;
  missing: number;
  /** The bytes of the message, if it is not verbatim in the bytes given. */
  payload: Uint8Array | undefined;
  /** The first bytes of an incomplete message were returned as "part". */
  readonly partial: boolean;
  /** The sink's `scanned` already holds the scan of the message. */
  readonly scanned?: boolean;
  /** Bytes kept for incomplete and later messages. */
  readonly held?: number;
  /** Plain SIP, between two messages: it knows nothing of the bytes before. */
  readonly isPlain?: boolean;
  /** The text of an alert. */
  readonly detail?: string;
  /** Where the next reading begins, in the bytes given. */
  consumed: number;
  /** Reads on at `start`. `final`: no more bytes will come. */
  next(bytes: Uint8Array, start: number, end: number, final: boolean): Reading;
  /** Bytes are missing before whatever comes next. */
  lose?(): void;
}
