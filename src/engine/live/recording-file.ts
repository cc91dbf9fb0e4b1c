/**
 * One file of a recording: a pcapng, or a pcap where the name ends so. It holds whole records only: they are written in
 * batches, and where the disk takes only part of a batch, the record it cut is taken back.
 */
import { closeSync, ftruncateSync, writeSync } from 'node:fs';
import { pcapFileHeader, pcapRecord } from '../../capture/formats/pcap-writer.js';
import { PcapngWriter } from '../../capture/formats/pcapng-writer.js';
import { createFile, openOver } from '../save/new-file.js';

const MAX_HELD = 1 << 20;

export class RecordingFile {
  readonly path: string;
  readonly beganMs = performance.now();
  /** Bytes written, and waiting to be written. */
  bytes = 0;
  packets = 0;
  readonly #descriptor: number;
  readonly #pcapng: PcapngWriter | undefined;
  #held: Uint8Array[] = [];
  #written = 0;

  /** Throws where the file cannot be made; with code EEXIST where it is there and may not be replaced. */
  constructor(path: string, overwrite: boolean) {
    this.path = path;
    this.#descriptor = overwrite ? openOver(path) : createFile(path);
    this.#pcapng = path.endsWith('.pcap') ? undefined : new PcapngWriter();
    if (this.#pcapng) this.#hold(this.#pcapng.sectionHeader());
  }

  /** A pcap holds one link type; the caller sees to it. Throws where the disk takes no more. */
  add(linkType: number, timeUs: number, bytes: Uint8Array, start: number, end: number, originalLength: number): void {
    if (this.#pcapng) this.#hold(this.#pcapng.packet(linkType, timeUs, bytes, start, end, originalLength));
    else {
      if (this.packets === 0) this.#hold(pcapFileHeader(linkType));
      this.#hold(pcapRecord(timeUs, bytes, start, end, originalLength));
    }
    this.packets++;
    if (this.bytes - this.#written >= MAX_HELD) this.flush();
  }

  /**
   * Throws where the disk takes no more: all records before the one it cut are there, that one and those after it are
   * lost.
   */
  flush(): void {
    const held = this.#held;
    const bytes = Buffer.concat(held);
    this.#held = [];
    let at = 0;
    try {
      while (at < bytes.length) at += writeSync(this.#descriptor, bytes, at);
      this.#written += bytes.length;
    } catch (error) {
      let whole = 0;
      for (const record of held) {
        if (whole + record.length > at) break;
        whole += record.length;
      }
      this.#written += whole;
      this.bytes = this.#written;
      ftruncateSync(this.#descriptor, this.#written);
      throw error;
    }
  }

  /** Throws as `flush` does; the file is closed all the same. */
  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.#descriptor);
    }
  }

  #hold(bytes: Uint8Array): void {
    this.#held.push(bytes);
    this.bytes += bytes.length;
  }
}
