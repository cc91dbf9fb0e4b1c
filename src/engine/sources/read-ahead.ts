/**
 * Reads many messages again: everybody who needs more than one does it here. Which ones come next is known, so a batch of them is read
 * in the order in which their bytes lie, neighbours in one read, and handed out in the order asked for. Rows far apart in the list,
 * files captured side by side and segments of the spool are all read from front to back.
 *
 * Memory is bounded whatever is read: POOL_BYTES, or the one message that is longer. It is used again for every batch; only a message
 * in several pieces is put together in memory of its own.
 */
import type { MessageTable } from '../../conversations/message-table.js';
import type { MessageId } from '../../model/ids.js';
import type { Files } from './files.js';
import { addPieces, bytesOf, type Piece } from './message-bytes.js';

/** Messages of a batch, and bytes of them, the last message apart: a fraction of a millisecond where the disk does not wait. */
const BATCH_MESSAGES = 256;
const BATCH_BYTES = 1 << 19;
/** All that is read for a batch, with what lies between its messages. */
const POOL_BYTES = 1 << 21;
/** Reading what lies between two messages takes no longer than a second read. */
const MAX_GAP = 1 << 14;

/** A message, and what its place holds now: fewer bytes than it had where they cannot be read. */
export interface Reread {
  id: MessageId;
  bytes: Uint8Array;
}

/** Pieces that are read at once: bytes [start, end) of a file. */
interface Run {
  file: number;
  start: number;
  end: number;
  pieces: Piece[];
}

export class ReadAhead {
  readonly #messages: MessageTable;
  readonly #files: Files;
  /** The messages of the batch, their pieces one after the other, and where those of each end. */
  #ids: MessageId[] = [];
  #pieces: Piece[] = [];
  #ends: number[] = [];
  /** Bytes of the messages of the batch. */
  #length = 0;
  #pool = new Uint8Array(0);

  constructor(messages: MessageTable, files: Files) {
    this.#messages = messages;
    this.#files = files;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#pool.length;
  }

  /** Puts a message into the batch; returns whether that is full: `take` it then. */
  add(id: MessageId): boolean {
    addPieces(this.#messages, id, this.#pieces);
    this.#ids.push(id);
    this.#ends.push(this.#pieces.length);
    this.#length += this.#messages.length.get(id);
    return this.#ids.length === BATCH_MESSAGES || this.#length >= BATCH_BYTES;
  }

  /**
   * Reads the batch: its messages in the order in which they were added. Whether a place still holds the message that was listed is for
   * the caller to check (`MessageReader.check`). The bytes are not to be changed, and valid until the next call.
   */
  take(): Reread[] {
    const pieces = this.#pieces;
    const ends = this.#ends;
    this.#readAll(runsOf(pieces, POOL_BYTES - this.#length));
    const read = this.#ids.map((id, at) => ({ id, bytes: bytesOf(pieces, at === 0 ? 0 : ends[at - 1]!, ends[at]!) }));
    this.#ids = [];
    this.#pieces = [];
    this.#ends = [];
    this.#length = 0;
    return read;
  }

  /** The messages in the order given, batch by batch. The bytes of one are valid until the next is asked for. */
  *read(ids: Iterable<MessageId>): Generator<Reread, void> {
    for (const id of ids) if (this.add(id)) yield* this.take();
    yield* this.take();
  }

  #readAll(runs: readonly Run[]): void {
    const length = runs.reduce((sum, { start, end }) => sum + end - start, 0);
    if (this.#pool.length < length) this.#pool = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
    let at = 0;
    for (const run of runs) {
      this.#readRun(run, this.#pool.subarray(at, at + run.end - run.start));
      at += run.end - run.start;
    }
  }

  #readRun({ file, start, pieces }: Run, into: Uint8Array): void {
    const read = this.#files.readInto(file, start, into);
    for (const piece of pieces) {
      const at = piece.offset - start;
      piece.bytes = into.subarray(at, Math.max(at, Math.min(at + piece.length, read)));
      if (piece.bytes.length === piece.length || pieces.length === 1) continue;
      // Bytes of another piece could not be read: these may be there.
      const alone = into.subarray(at, at + piece.length);
      piece.bytes = alone.subarray(0, this.#files.readInto(file, piece.offset, alone));
    }
  }
}

/** The pieces, put together to what is read at once, from the front of each file to its end. `spare`: bytes that may lie between them. */
function runsOf(pieces: readonly Piece[], spare: number): Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  for (const piece of areInOrder(pieces) ? pieces : pieces.toSorted(byPlace)) {
    const { file, offset, length } = piece;
    const gap = run?.file === file ? offset - run.end : Number.POSITIVE_INFINITY;
    if (run && gap <= Math.min(MAX_GAP, Math.max(0, spare))) {
      spare -= Math.max(0, gap);
      run.end = Math.max(run.end, offset + length);
      run.pieces.push(piece);
    } else {
      run = { file, start: offset, end: offset + length, pieces: [piece] };
      runs.push(run);
    }
  }
  return runs;
}

/** Nearly always: messages lie in the order in which they arrived. */
function areInOrder(pieces: readonly Piece[]): boolean {
  for (let at = 1; at < pieces.length; at++) if (byPlace(pieces[at - 1]!, pieces[at]!) > 0) return false;
  return true;
}

function byPlace(a: Piece, b: Piece): number {
  return a.file - b.file || a.offset - b.offset;
}
