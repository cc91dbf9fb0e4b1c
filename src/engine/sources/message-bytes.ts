/**
 * Where the bytes of a message are: in one place, or in several packets one after the other.
 */
import type { MessageTable } from '../../conversations/message-table.js';
import type { MessageId } from '../../model/ids.js';
import type { Files } from './files.js';

/** Bytes of a file that belong to a message. */
export interface Piece {
  readonly file: number;
  readonly offset: number;
  readonly length: number;
  /** What could be read of them. */
  bytes: Uint8Array;
}

const UNREAD = new Uint8Array(0);

/** The pieces of a message in the order of its bytes, not read yet; none where its bytes were not kept. */
export function piecesOf(messages: MessageTable, id: MessageId): Piece[] {
  const length = messages.length.get(id);
  const parts = messages.parts.get(id) === 0 ? [] : messages.partsOf(id);
  if (parts.length === 0 || parts[0]!.length === 0) {
    const file = messages.file.get(id);
    const offset = messages.recordOffset.get(id) + messages.payloadDelta.get(id);
    return file === 0 ? [] : [{ file, offset, length, bytes: UNREAD }];
  }
  const pieces: Piece[] = [];
  let left = length;
  for (const part of parts) {
    const taken = Math.min(part.length, left);
    if (taken === 0) break;
    pieces.push({ file: part.file, offset: part.recordOffset + part.start, length: taken, bytes: UNREAD });
    left -= taken;
  }
  return pieces;
}

/** The bytes read of the pieces of a message, up to the first that is not whole. */
export function bytesOf(pieces: readonly Piece[]): Uint8Array {
  const [first, ...others] = pieces;
  if (others.length === 0) return first?.bytes ?? UNREAD;
  const short = pieces.findIndex(({ bytes, length }) => bytes.length < length);
  const read = pieces.map(({ bytes }) => bytes);
  return Buffer.concat(short < 0 ? read : read.slice(0, short + 1));
}

/** The bytes of one message in an array of their own; fewer where they cannot be read. */
export function messageBytes(messages: MessageTable, files: Files, id: MessageId): Uint8Array {
  const pieces = piecesOf(messages, id);
  for (const piece of pieces) piece.bytes = files.bytesAt(piece.file, piece.offset, piece.length);
  return bytesOf(pieces);
}
