/**
 * What a stream is read with: a cutter of messages. In: bytes in order. Out: one message, or what else stood there.
 */
import type { Cursor } from '../cursor.js';

/**
 * `message`: [start, end) of the bytes given, or of `payload` where that is set. `part`: bytes of a message that is not
 * complete. `stream`: [start, end) of `payload` are the next bytes of a stream inside this one. `alert`: the other end is
 * told, in the words of `detail`, that the connection failed. `keep-alive` and `noise` carry nothing. `more`: nothing can
 * be read before more bytes are there. `refused`: this reader has no use for the stream; `name` says what it is.
 */
export type Reading = 'message' | 'part' | 'stream' | 'alert' | 'keep-alive' | 'noise' | 'more' | 'refused';

export interface StreamReader {
  /** The addresses of the message where it tells its own. */
  readonly ends?: Cursor;
  /** Index in TRANSPORTS. */
  readonly transport: number;
  /** What noise is counted as. */
  readonly name: string;
  /** Span of the message. */
  start: number;
  end: number;
  missing: number;
  /** Where the message is not verbatim in the bytes given: the bytes it lies in. */
  payload: Uint8Array | undefined;
  /** A message is in the making whose first bytes were taken as "part". */
  readonly partial: boolean;
  /** What the message says stands in the sink's `scanned` already. */
  readonly scanned?: boolean;
  /** Bytes kept of a message in the making, and for those to come. */
  readonly held?: number;
  /** What an alert says. */
  readonly detail?: string;
  /** Where the next reading begins, in the bytes given. */
  consumed: number;
  /** Reads on at `start`. `final`: nothing follows. */
  next(bytes: Uint8Array, start: number, end: number, final: boolean): Reading;
  /** If anything follows, it does so behind a gap. */
  lose?(): void;
}
