/** Where the streams of TCP are found: a FlowTable, or what the decoder shares with another reader of the same packets. */
import type { Cursor } from '../cursor.js';
import type { Ends } from '../decoded-message.js';
import type { TcpStream } from './tcp-stream.js';

export interface StreamTable {
  readonly size: number;
  /** The stream to give up first. */
  readonly oldest: TcpStream | undefined;
  /** The stream of the cursor's addresses and these numbers; it counts as used. */
  find(at: Cursor, low: number, high: number): TcpStream | undefined;
  /** The stream in the other direction; it does not count as used. */
  findReverse(at: Cursor, low: number, high: number): TcpStream | undefined;
  add(stream: TcpStream): void;
  remove(stream: TcpStream): void;
}

/** A table whose plain streams another reader follows by itself. */
export interface SharedStreams extends StreamTable {
  /** A segment of the stream was taken: where it is plain, and its other direction, the other reader goes on. */
  taken(stream: TcpStream): void;
  /** When a gap is to be given up before another segment is taken; Infinity for never. */
  due(timeUs: number): void;
  /** Drops what the other reader has: nothing waits there. */
  dropPlain(): void;
}

/** Makes a stream between these ends. */
export type NewStream = (ends: Ends) => TcpStream;
