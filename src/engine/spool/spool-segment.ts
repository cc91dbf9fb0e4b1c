/**
 * One file of the spool: a pcapng that is written through a buffer and read back by offset. What the disk did not take
 * stays in the buffer, and can be read there.
 */
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { emptyPacket, type Packet } from '../../capture/packet.js';
import { PcapngWriter } from '../../capture/formats/pcapng-writer.js';
import { messageId, rowId } from '../../model/ids.js';
import type { Rereadable } from '../sources/files.js';

const BUFFER_BYTES = 1 << 20;
/** A record is read in one piece of this size; a larger one takes a second read. */
const RECORD_GUESS = 4096;
/** Type and length of a pcapng block. */
const BLOCK_HEAD = 8;

export class SpoolSegment implements Rereadable {
  /** The row and the message that came next when it was full. */
  rows = rowId(0);
  messages = messageId(0);
  /** Times of the oldest and the newest packet in it. */
  oldestUs = Number.POSITIVE_INFINITY;
  newestUs = Number.NEGATIVE_INFINITY;
  readonly #path: string;
  readonly #descriptor: number;
  readonly #writer = new PcapngWriter();
  readonly #packet = emptyPacket();
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #written = 0;

  /** Throws where the file cannot be made. */
  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openSync(path, 'wx+', 0o600);
    this.#write(this.#writer.sectionHeader());
  }

  get length(): number {
    return this.#written + this.#buffered;
  }

  /** Bytes that are not on the disk yet. */
  get buffered(): number {
    return this.#buffered;
  }

  /** Byte offset of the record that was appended. Throws where the disk takes no more. */
  append(linkType: number, timeUs: number, bytes: Uint8Array, start: number, end: number, originalLength: number) {
    const block = this.#writer.packet(linkType, timeUs, bytes, start, end, originalLength);
    const before = this.length;
    const recordOffset = before + this.#writer.recordStart;
    try {
      this.#write(block);
    } catch (error) {
      this.#takeBack(before);
      throw error;
    }
    if (timeUs < this.oldestUs) this.oldestUs = timeUs;
    if (timeUs > this.newestUs) this.newestUs = timeUs;
    return recordOffset;
  }

  readAt(recordOffset: number): Packet | undefined {
    const guess = this.bytesAt(recordOffset, RECORD_GUESS);
    const length = this.#writer.record(guess, recordOffset, this.#packet);
    if (length === 0) return undefined;
    if (length <= guess.length) return this.#packet;
    const whole = this.bytesAt(recordOffset, length);
    return this.#writer.record(whole, recordOffset, this.#packet) === length ? this.#packet : undefined;
  }

  bytesAt(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, this.readInto(bytes, offset, length));
  }

  readInto(bytes: Uint8Array, offset: number, length: number): number {
    const onDisk = Math.max(0, Math.min(length, this.#written - offset));
    const read = onDisk > 0 ? readSync(this.#descriptor, bytes, 0, onDisk, offset) : 0;
    if (read < onDisk) return read;
    const from = Math.max(0, offset - this.#written);
    const inBuffer = this.#buffer.subarray(from, Math.min(this.#buffered, from + length - onDisk));
    bytes.set(inBuffer, onDisk);
    return onDisk + inBuffer.length;
  }

  /** Writes the buffer to the disk. Throws where the disk takes no more. */
  flush(): void {
    while (this.#buffered > 0) {
      const written = writeSync(this.#descriptor, this.#buffer, 0, this.#buffered, this.#written);
      this.#written += written;
      this.#buffer.copyWithin(0, written, this.#buffered);
      this.#buffered -= written;
    }
  }

  /** Cuts the file after the last record that is whole, where the disk did not take all. */
  trim(): void {
    const head = new Uint8Array(BLOCK_HEAD);
    const view = new DataView(head.buffer);
    let end = 0;
    for (;;) {
      const read = readSync(this.#descriptor, head, 0, BLOCK_HEAD, end);
      const next = end + (read === BLOCK_HEAD ? view.getUint32(4, true) : Number.POSITIVE_INFINITY);
      if (next > this.#written || next <= end) break;
      end = next;
    }
    if (end < this.#written) ftruncateSync(this.#descriptor, end);
  }

  async close(): Promise<void> {
    closeSync(this.#descriptor);
  }

  /** Closes the file, and removes it. */
  async remove(): Promise<void> {
    await this.close();
    rmSync(this.#path, { force: true });
  }

  /** Forgets what came after this length. */
  #takeBack(length: number): void {
    if (this.#written > length) {
      ftruncateSync(this.#descriptor, length);
      this.#written = length;
    }
    this.#buffered = length - this.#written;
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#buffered === BUFFER_BYTES) this.flush();
      const piece = bytes.subarray(at, at + BUFFER_BYTES - this.#buffered);
      this.#buffer.set(piece, this.#buffered);
      this.#buffered += piece.length;
      at += piece.length;
    }
  }
}
