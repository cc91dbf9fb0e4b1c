/** Many messages read again at once: the same bytes as one by one, in few reads from front to back, in bounded memory. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageTable } from '../../../src/conversations/message-table.js';
import { Files, type Rereadable } from '../../../src/engine/sources/files.js';
import { messageBytes } from '../../../src/engine/sources/message-bytes.js';
import { ReadAhead } from '../../../src/engine/sources/read-ahead.js';
import type { MessageId } from '../../../src/model/ids.js';
import { runs } from '../../runs.js';

const MB = 1 << 20;

/** A file of which every byte says where it lies; bytes in [hole, holeEnd) cannot be read. */
class Patterned implements Rereadable {
  /** Offsets and lengths of the reads so far. */
  readonly reads: [offset: number, length: number][] = [];
  size: number;
  hole = -1;
  readonly #seed: number;

  constructor(size: number, seed = 0) {
    this.size = size;
    this.#seed = seed;
  }

  readInto(bytes: Uint8Array, offset: number, length: number): number {
    this.reads.push([offset, length]);
    let end = Math.max(offset, Math.min(this.size, offset + length));
    if (this.hole >= offset && this.hole < end) end = this.hole;
    for (let at = offset; at < end; at++) bytes[at - offset] = Math.imul(at + this.#seed, 0x9e3779b1) >>> 24;
    return end - offset;
  }

  bytesAt(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, this.readInto(bytes, offset, length));
  }

  readAt(): undefined {
    return undefined;
  }

  async close(): Promise<void> {}
}

/** Messages in files that exist nowhere. */
function table(...sources: Rereadable[]) {
  const files = new Files();
  const ids = sources.map(source => files.add(source)!);
  const messages = new MessageTable();
  const message = (file: number, offset: number, length: number): MessageId => {
    const id = messages.add();
    messages.file.set(id, ids[file]!);
    messages.recordOffset.set(id, offset);
    messages.length.set(id, length);
    return id;
  };
  /** One whose bytes are put together from pieces: file, offset, length. */
  const inPieces = (...pieces: [file: number, offset: number, length: number][]): MessageId => {
    const length = pieces.reduce((sum, [, , each]) => sum + each, 0);
    const id = message(pieces[0]![0], pieces[0]![1], length);
    const parts = pieces.map(([file, recordOffset, each]) => ({
      file: ids[file]!,
      recordOffset,
      start: 0,
      length: each,
    }));
    messages.parts.set(id, messages.addParts(parts));
    return id;
  };
  return { files, messages, message, inPieces, ahead: new ReadAhead(messages, files) };
}

/** Copies: what is handed out is gone with the next. */
function readAll(ahead: ReadAhead, ids: readonly MessageId[]): { id: MessageId; bytes: Buffer }[] {
  return Array.from(ahead.read(ids), ({ id, bytes }) => ({ id, bytes: Buffer.from(bytes) }));
}

describe('messages', () => {
  it('come in the order asked for, each with the bytes of its place', () => {
    const file = new Patterned(MB);
    const { files, messages, message, ahead } = table(file);
    const ids = Array.from({ length: 1000 }, (_, at) => message(0, at * 700, 650));
    const asked = ids.toReversed();
    const read = readAll(ahead, asked);
    expect(read.map(({ id }) => id)).toEqual(asked);
    for (const { id, bytes } of read) expect(bytes.equals(messageBytes(messages, files, id))).toBe(true);
  });

  it('are read from the front to the end, neighbours at once, whatever the order asked for', () => {
    const file = new Patterned(MB);
    const { message, ahead } = table(file);
    const ids = Array.from({ length: 256 }, (_, at) => message(0, at * 700, 650));
    readAll(
      ahead,
      ids.toSorted((a, b) => ((a * 7) % 256) - ((b * 7) % 256)),
    );
    expect(file.reads).toEqual([[0, 255 * 700 + 650]]);
  });

  it('of files captured side by side need a read a file and batch', () => {
    const side = Array.from({ length: 40 }, (_, at) => new Patterned(MB, at));
    const { message, ahead } = table(...side);
    const ids = Array.from({ length: 2000 }, (_, at) => message(at % 40, Math.floor(at / 40) * 700, 650));
    readAll(ahead, ids);
    const batches = Math.ceil(2000 / 256);
    for (const { reads } of side) {
      expect(reads.length).toBeLessThanOrEqual(batches);
      expect(reads).toEqual(reads.toSorted((a, b) => a[0] - b[0]));
    }
  });

  it('far apart are read alone: what lies between them is not', () => {
    const file = new Patterned(100 * MB);
    const { message, ahead } = table(file);
    readAll(ahead, [message(0, 0, 500), message(0, 50 * MB, 500)]);
    expect(file.reads).toEqual([
      [0, 500],
      [50 * MB, 500],
    ]);
  });

  it('in several pieces are put together, in the order of the pieces, from any files', () => {
    const files = [new Patterned(MB), new Patterned(MB, 9)];
    const { message, inPieces, ahead } = table(...files);
    const ids = [
      message(0, 100, 50),
      inPieces([0, 5000, 300], [1, 200, 400], [0, 10, 60]),
      // Two messages may share a packet, and bytes of it.
      inPieces([1, 300, 300], [1, 200, 100]),
    ];
    const [, pieces, shared] = readAll(ahead, ids);
    const slice = (file: number, offset: number, length: number) => Buffer.from(files[file]!.bytesAt(offset, length));
    expect(pieces!.bytes).toEqual(Buffer.concat([slice(0, 5000, 300), slice(1, 200, 400), slice(0, 10, 60)]));
    expect(shared!.bytes).toEqual(Buffer.concat([slice(1, 300, 300), slice(1, 200, 100)]));
  });

  it('have the same bytes as one by one, whatever their places', () => {
    const place = fc.tuple(fc.nat(2), fc.nat(60_000), fc.integer({ min: 1, max: 9000 }));
    fc.assert(
      fc.property(
        fc.array(fc.array(place, { minLength: 1, maxLength: 4 }), { maxLength: 40 }),
        fc.nat(),
        (all, cut) => {
          const sources = [0, 1, 2].map(seed => new Patterned(65_000, seed));
          sources[cut % 3]!.size = cut % 65_000;
          const { files, messages, message, inPieces, ahead } = table(...sources);
          const ids = all.map(places => (places.length === 1 ? message(...places[0]!) : inPieces(...places)));
          for (const { id, bytes } of ahead.read(ids)) {
            expect(Buffer.compare(bytes, messageBytes(messages, files, id))).toBe(0);
          }
        },
      ),
      runs(),
    );
  });
});

describe('memory', () => {
  const BOUND = 2 * MB;

  it.each([
    ['large messages', 100, 60_000, 60_000],
    ['messages with much between them', 600, 16_000, 100],
    ['ordinary messages', 3000, 720, 700],
  ])('is bounded for %s', (_, count, distance, length) => {
    const { message, ahead } = table(new Patterned(count * distance));
    const ids = Array.from({ length: count }, (__, at) => message(0, at * distance, length));
    for (const { bytes } of ahead.read(ids)) expect(bytes.length).toBe(length);
    expect(ahead.bytes).toBeLessThanOrEqual(BOUND);
  });

  it('holds one message that is longer', () => {
    const { message, ahead } = table(new Patterned(20 * MB));
    const ids = [message(0, 0, 700), message(0, 700, 5 * MB), message(0, 6 * MB, 700)];
    expect(readAll(ahead, ids).map(({ bytes }) => bytes.length)).toEqual([700, 5 * MB, 700]);
    expect(ahead.bytes).toBeLessThanOrEqual(5 * MB + 512 * 1024);
  });
});

describe('what cannot be read', () => {
  it('is missing of a file that was cut, and nothing of the messages before', () => {
    const file = new Patterned(MB);
    const { message, ahead } = table(file);
    const ids = Array.from({ length: 10 }, (_, at) => message(0, at * 700, 700));
    file.size = 5 * 700 + 100;
    expect(readAll(ahead, ids).map(({ bytes }) => bytes.length)).toEqual([700, 700, 700, 700, 700, 100, 0, 0, 0, 0]);
  });

  it('in the middle of a read loses only the messages there', () => {
    const file = new Patterned(MB);
    const { message, ahead } = table(file);
    const ids = Array.from({ length: 6 }, (_, at) => message(0, at * 700, 700));
    file.hole = 2 * 700 + 50;
    expect(readAll(ahead, ids).map(({ bytes }) => bytes.length)).toEqual([700, 700, 50, 700, 700, 700]);
  });

  it('ends a message in pieces where its first hole is', () => {
    const file = new Patterned(MB);
    const { inPieces, ahead } = table(file);
    const id = inPieces([0, 0, 300], [0, 1000, 300], [0, 2000, 300]);
    file.hole = 1100;
    expect(readAll(ahead, [id])[0]!.bytes.length).toBe(400);
  });

  it('is nothing of a file that was forgotten, and of a message that was never kept', () => {
    const { files, messages, message, ahead } = table(new Patterned(MB), new Patterned(MB, 1));
    const kept = message(0, 0, 100);
    const forgotten = message(1, 0, 100);
    const never = message(0, 0, 100);
    messages.file.set(never, 0);
    files.remove(messages.file.get(forgotten));
    expect(readAll(ahead, [kept, forgotten, never]).map(({ bytes }) => bytes.length)).toEqual([100, 0, 0]);
  });
});
