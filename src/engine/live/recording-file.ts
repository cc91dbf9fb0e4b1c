/**
 * One file of a recording: a pcapng, or a pcap where the name ends so. It holds whole records only: they are written in
 * batches, and where the disk takes only part of a batch, the record it cut is taken back.
 */
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, rmSync, writeSync } from 'node:fs';
import { pcapFileHeader, pcapRecord } from '../../capture/formats/pcap-writer.js';
import { PcapngWriter } from '../../capture/formats/pcapng-writer.js';
import { errorCode } from '../../format/errors.js';
import { createFile, openOver } from '../save/new-file.js';

const MAX_HELD = 1 << 20;
/** Of a file that no packet came for. */
const LINKTYPE_ETHERNET = 1;

export class RecordingFile {
  readonly path: string;
  readonly beganMs = performance.now();
  /** Bytes written, and waiting to be written. */
  bytes = 0;
  /** Packets in these bytes. After a failure only those that the disk took, whole. */
  packets = 0;
  readonly #descriptor: number;
  readonly #pcapng: PcapngWriter | undefined;
  #hasHeader = false;
  /** Records that wait to be written, a packet each. */
  #held: Uint8Array[] = [];
  #written = 0;
  #failed = false;

  /**
   * Throws where the file cannot be made or takes nothing; with code EEXIST where it is there and may not be replaced.
   */
  constructor(path: string, overwrite: boolean) {
    this.path = path;
    this.#descriptor = overwrite ? openOver(path) : createFile(path);
    this.#pcapng = path.endsWith('.pcap') ? undefined : new PcapngWriter();
    try {
      if (this.#pcapng) this.#begin(this.#pcapng.sectionHeader());
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** A pcap holds one link type; the caller sees to it. Throws where the disk takes no more. */
  add(linkType: number, timeUs: number, bytes: Uint8Array, start: number, end: number, originalLength: number): void {
    if (!this.#hasHeader) this.#begin(pcapFileHeader(linkType));
    const record = this.#pcapng
      ? this.#pcapng.packet(linkType, timeUs, bytes, start, end, originalLength)
      : pcapRecord(timeUs, bytes, start, end, originalLength);
    this.#held.push(record);
    this.bytes += record.length;
    this.packets++;
    if (this.bytes - this.#written >= MAX_HELD) this.flush();
  }

  /**
   * Throws where the disk takes no more: all records before the one it cut are there, that one and those after it are
   * lost. Nothing may be added then.
   */
  flush(): void {
    const held = this.#held;
    this.#held = [];
    this.#write(held);
  }

  /** Waits until the disk has all that was added. Throws as `flush` does: some file systems find only now that they are full. */
  settle(): void {
    this.flush();
    try {
      fdatasyncSync(this.#descriptor);
    } catch (error) {
      // A pipe or a device keeps nothing to wait for.
      if (errorCode(error) !== 'EINVAL') throw error;
    }
  }

  /** Throws as `flush` does; the file is closed all the same. One that holds nothing is removed. */
  close(): void {
    try {
      if (!this.#failed && this.packets === 0) this.#begin(this.#emptyCapture());
      this.flush();
    } finally {
      const isFile = fstatSync(this.#descriptor).isFile();
      closeSync(this.#descriptor);
      // A device or a pipe that was written to is the user's.
      if (this.#written === 0 && isFile) rmSync(this.path, { force: true });
    }
  }

  /** What makes a file that no packet came for one that opens. */
  #emptyCapture(): Uint8Array {
    return this.#pcapng ? PcapngWriter.interfaceBlock(LINKTYPE_ETHERNET) : pcapFileHeader(LINKTYPE_ETHERNET);
  }

  /** Written at once, so that all that waits are packets. */
  #begin(header: Uint8Array): void {
    this.#hasHeader = true;
    this.bytes += header.length;
    this.#write([header]);
  }

  #write(blocks: readonly Uint8Array[]): void {
    const bytes = Buffer.concat(blocks);
    let at = 0;
    try {
      while (at < bytes.length) at += writeSync(this.#descriptor, bytes, at);
      this.#written += bytes.length;
    } catch (error) {
      this.#takeBack(blocks, at);
      throw error;
    }
  }

  /** Only the first `taken` bytes of these blocks are on the disk. */
  #takeBack(blocks: readonly Uint8Array[], taken: number): void {
    this.#failed = true;
    let whole = 0;
    let lost = blocks.length;
    for (const { length } of blocks) {
      if (whole + length > taken) break;
      whole += length;
      lost--;
    }
    this.#written += whole;
    this.bytes = this.#written;
    // A header that was lost had no packet behind it.
    this.packets = Math.max(0, this.packets - lost);
    try {
      ftruncateSync(this.#descriptor, this.#written);
    } catch {
      // A pipe, or a disk that does nothing any more: why the write failed is what counts.
    }
  }
}
