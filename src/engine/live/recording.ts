/**
 * Writes live capture as it comes (-w): to one file, or with a bound (--keep) to one file after the other, of which the
 * oldest are removed so that all together stay below it. Datagrams, which have no packet, are written as exported PDUs.
 * A full disk ends the recording with a sentence, never the watching.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import { exportedPdu } from '../../capture/formats/exported-pdu.js';
import type { Datagram, Packet } from '../../capture/packet.js';
import { LINKTYPE_EXPORTED_PDU } from '../../capture/formats/pcapng-writer.js';
import { plural } from '../../format/counts.js';
import { errorText } from '../../format/errors.js';
import type { Keep } from '../../live/live-input.js';
import type { Recorded } from '../protocol/live.js';
import { RecordingFile } from './recording-file.js';

const FLUSH_MS = 500;
/** A bound is shared by so many files: no more than this part of it is removed at once. */
const PARTS = 10;

/** A complete file. */
interface Closed {
  path: string;
  bytes: number;
  packets: number;
  endedMs: number;
}

export class Recording {
  readonly path: string;
  readonly #keep: Keep | null;
  readonly #flushing: NodeJS.Timeout;
  /** Complete files, the oldest first. */
  readonly #closed: Closed[] = [];
  #file: RecordingFile | undefined;
  #number = 0;
  /** Of the complete files that are still there. */
  #closedBytes = 0;
  /** Of all complete files. */
  #closedPackets = 0;
  #gone = 0;
  #packetsGone = 0;
  /** Packets that should be in a file. */
  #packets = 0;
  #linkType = -1;
  #failure: string | undefined;
  /** Media packets that were left out. */
  leftOut = 0;

  /** Throws where the file cannot be made; with code EEXIST where it is there and may not be replaced. */
  constructor(path: string, overwrite: boolean, keep: Keep | null) {
    this.path = path;
    this.#keep = keep;
    if (keep) this.#clear(overwrite);
    this.#file = new RecordingFile(this.#nextPath(), overwrite);
    this.#flushing = setInterval(() => this.#tidy(), FLUSH_MS);
    this.#flushing.unref();
  }

  /** Why nothing is written any more, in a sentence; undefined while all is well. */
  get failure(): string | undefined {
    return this.#failure;
  }

  get isWriting(): boolean {
    return this.#failure === undefined;
  }

  get recorded(): Recorded {
    const packets = this.#closedPackets + (this.#file?.packets ?? 0);
    return {
      path: this.path,
      files: this.#closed.length + (this.#file ? 1 : 0),
      gone: this.#gone,
      bytes: this.#closedBytes + (this.#file?.bytes ?? 0),
      packets,
      packetsGone: this.#packetsGone,
      notWritten: this.#packets - packets,
      leftOut: this.leftOut,
      failure: this.#failure ?? null,
    };
  }

  /** Waits until all that came is on the disk, as far as it takes it. */
  settle(): void {
    if (this.#failure !== undefined) return;
    try {
      this.#file?.settle();
    } catch (error) {
      this.#fail(error);
    }
  }

  packet({ linkType, timeUs, bytes, start, end, originalLength }: Packet): void {
    this.#add(linkType, timeUs, bytes, start, end, originalLength);
  }

  datagram(datagram: Datagram): void {
    const pdu = exportedPdu(datagram);
    this.#add(LINKTYPE_EXPORTED_PDU, datagram.timeUs, pdu, 0, pdu.length, pdu.length);
  }

  close(): void {
    clearInterval(this.#flushing);
    try {
      if (this.#file) this.#complete(this.#file);
    } catch (error) {
      this.#fail(error);
    }
  }

  #add(linkType: number, timeUs: number, bytes: Uint8Array, start: number, end: number, originalLength: number): void {
    this.#packets++;
    if (this.#failure !== undefined) return;
    if (this.path.endsWith('.pcap') && this.#linkType >= 0 && this.#linkType !== linkType) {
      const types = `${this.#linkType}, not ${linkType}`;
      this.settle();
      this.#fail(new Error(`a pcap holds one link type (${types}), a .pcapng holds all`));
      return;
    }
    this.#linkType = linkType;
    try {
      const file = this.#current();
      file.add(linkType, timeUs, bytes, start, end, originalLength);
      if (this.#isFull(file)) this.#complete(file);
      this.#forgetOldest();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The file to write to; a new one is made only when there is something to write. */
  #current(): RecordingFile {
    if (this.#file) return this.#file;
    this.#file = new RecordingFile(this.#nextPath(), false);
    return this.#file;
  }

  #tidy(): void {
    if (this.#failure !== undefined) return;
    try {
      if (this.#file && this.#file.packets > 0 && this.#isFull(this.#file)) this.#complete(this.#file);
      this.#file?.flush();
      this.#forgetOldest();
    } catch (error) {
      this.#fail(error);
    }
  }

  #isFull(file: RecordingFile): boolean {
    const keep = this.#keep;
    if (keep === null) return false;
    if ('bytes' in keep) return file.bytes >= keep.bytes / PARTS;
    return performance.now() - file.beganMs >= keep.us / 1000 / PARTS;
  }

  #complete(file: RecordingFile): void {
    this.#file = undefined;
    try {
      file.close();
    } finally {
      const { path, bytes, packets } = file;
      this.#closed.push({ path, bytes, packets, endedMs: performance.now() });
      this.#closedBytes += bytes;
      this.#closedPackets += packets;
    }
  }

  #forgetOldest(): void {
    for (let oldest = this.#closed[0]; oldest && this.#isBeyond(oldest); oldest = this.#closed[0]) {
      this.#closed.shift();
      this.#closedBytes -= oldest.bytes;
      this.#packetsGone += oldest.packets;
      this.#gone++;
      rmSync(oldest.path, { force: true });
    }
  }

  #isBeyond(oldest: Closed): boolean {
    const keep = this.#keep;
    if (keep === null) return false;
    // Leave room for the file that is being written, which may exceed its part by a packet.
    if ('bytes' in keep) return this.#closedBytes > keep.bytes * (1 - 2 / PARTS);
    return performance.now() - oldest.endedMs > keep.us / 1000;
  }

  /** "trace.pcapng", or with a bound "trace-00001.pcapng" and so on. */
  #nextPath(): string {
    if (this.#keep === null) return this.path;
    const { dir, name, ext } = parse(this.path);
    return join(dir, `${name}-${String(++this.#number).padStart(5, '0')}${ext}`);
  }

  /**
   * Removes the files of an earlier recording of this name, so that the two are not mixed; throws where they may not be
   * replaced.
   */
  #clear(overwrite: boolean): void {
    const { dir, name, ext } = parse(this.path);
    const isOfName = (entry: string) =>
      entry.startsWith(`${name}-`) &&
      entry.endsWith(ext) &&
      /^\d{5,}$/.test(entry.slice(name.length + 1, entry.length - ext.length));
    for (const earlier of readdirSync(dir || '.').filter(isOfName)) {
      if (!overwrite) throw Object.assign(new Error(`${join(dir, earlier)} exists`), { code: 'EEXIST' });
      rmSync(join(dir, earlier));
    }
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    const { packets, packetsGone } = this.recorded;
    const readable = plural(packets - packetsGone, 'packet');
    this.#failure = `${this.path} is written no further: ${errorText(error)}. ${readable} can be read back; watching goes on.`;
  }
}
