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
  #bytes = 0;
  #packets = 0;
  #gone = 0;
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
    this.#bytes = this.#file.bytes;
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
    const files = this.#closed.length + (this.#file ? 1 : 0);
    const figures = { bytes: this.#bytes, packets: this.#packets, leftOut: this.leftOut };
    return { path: this.path, files, gone: this.#gone, ...figures };
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
      this.#file?.close();
    } catch (error) {
      this.#fail(error);
    }
  }

  #add(linkType: number, timeUs: number, bytes: Uint8Array, start: number, end: number, originalLength: number): void {
    if (this.#failure !== undefined) return;
    if (this.path.endsWith('.pcap') && this.#linkType >= 0 && this.#linkType !== linkType) {
      this.#failure = `${this.path} is a pcap, which holds one link type (${this.#linkType}, not ${linkType}): it is written no further. A .pcapng holds all.`;
      return;
    }
    this.#linkType = linkType;
    try {
      const file = this.#current();
      const before = file.bytes;
      file.add(linkType, timeUs, bytes, start, end, originalLength);
      this.#bytes += file.bytes - before;
      this.#packets++;
      if (this.#isFull(file)) this.#complete(file);
      this.#forgetOldest();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The file to write to; a new one is made only when there is something to write. */
  #current(): RecordingFile {
    if (this.#file) return this.#file;
    const file = new RecordingFile(this.#nextPath(), false);
    this.#bytes += file.bytes;
    this.#file = file;
    return file;
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
    file.close();
    this.#closed.push({ path: file.path, bytes: file.bytes, endedMs: performance.now() });
  }

  #forgetOldest(): void {
    for (let oldest = this.#closed[0]; oldest && this.#isBeyond(oldest); oldest = this.#closed[0]) {
      this.#closed.shift();
      this.#bytes -= oldest.bytes;
      this.#gone++;
      rmSync(oldest.path, { force: true });
    }
  }

  #isBeyond(oldest: Closed): boolean {
    const keep = this.#keep;
    if (keep === null) return false;
    // Leave room for the file that is being written, which may exceed its part by a packet.
    if ('bytes' in keep) return this.#bytes - (this.#file?.bytes ?? 0) > keep.bytes * (1 - 2 / PARTS);
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
    const why = errorText(error);
    this.#failure ??= `${this.#file?.path ?? this.path} is written no further: ${why}. What was written before is there; watching goes on.`;
  }
}
