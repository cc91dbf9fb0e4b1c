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

/** Adds the pieces of a message in the order of its bytes, not read yet; none where its bytes were not kept. */
export function addPieces(messages: MessageTable, id: MessageId, pieces: Piece[]): void {
  const parts = messages.parts.get(id) === 0 ? [] : messages.partsOf(id);
  let left = messages.length.get(id);
  if (parts.length === 0 || parts[0]!.length === 0) {
    const file = messages.file.get(id);
    const offset = messages.recordOffset.get(id) + messages.payloadDelta.get(id);
    if (file !== 0) pieces.push({ file, offset, length: left, bytes: UNREAD });
    return;
  }
  for (const part of parts) {
    const length = Math.min(part.length, left);
    if (length === 0) break;
    pieces.push({ file: part.file, offset: part.recordOffset + part.start, length, bytes: UNREAD });
    left -= length;
  }
}

/** The bytes read of the pieces [from, to) of one message, up to the first that is not whole. */
export function bytesOf(pieces: readonly Piece[], from: number, to: number): Uint8Array {
  if (to - from < 2) return to === from ? UNREAD : pieces[from]!.bytes;
  const read: Uint8Array[] = [];
  for (let at = from; at < to; at++) {
    const { bytes, length } = pieces[at]!;
    read.push(bytes);
    if (bytes.length < length) break;
  }
  return Buffer.concat(read);
}

/** The bytes of one message in an array of their own; fewer where they cannot be read. */
export function messageBytes(messages: MessageTable, files: Files, id: MessageId): Uint8Array {
  const pieces: Piece[] = [];
  addPieces(messages, id, pieces);
  for (const piece of pieces) piece.bytes = files.bytesAt(piece.file, piece.offset, piece.length);
  return bytesOf(pieces, 0, pieces.length);
}
