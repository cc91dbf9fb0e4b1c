/**
 * What cannot be read again where it came from (pipes, packed files, text, messages put together from several packets) is
 * kept here: pcapng segments in the cache folder, readable by their owner only. In: packets and messages. Out: their place.
 * A message without a packet of its own is kept as an exported PDU (link type 252), so that any segment opens in Wireshark.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { exportedPdu } from '../capture/exported-pdu.js';
import { emptyPacket, type Packet } from '../capture/packet.js';
import { LINKTYPE_EXPORTED_PDU, PcapngWriter } from '../capture/pcapng-writer.js';
import { type Carried, type PacketRef, TRANSPORTS } from '../decode/carried.js';
import { giveToInvoker } from '../live/privileges.js';
import type { Files, Rereadable } from './files.js';

const SEGMENT_BYTES = 64 << 20;
const BUFFER_BYTES = 1 << 20;
/** Records read again are asked for in one piece of this size; larger ones in a second read. */
const RECORD_GUESS = 4096;

/** Where nothing could be kept: the message is listed, its bytes are gone. */
export const NOWHERE: PacketRef = { file: 0, recordOffset: 0 };

export class Spool {
  readonly #files: Files;
  readonly #folder: string;
  #segment: Segment | undefined;
  #segmentFile = 0;
  /** Of the segments that are full. */
  #bytesBefore = 0;
  #count = 0;
  #failure: string | undefined;

  constructor(files: Files, folder = spoolFolder()) {
    this.#files = files;
    this.#folder = folder;
  }

  /** Why nothing is kept any more, in a sentence; undefined while all is well. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Bytes kept on the disk. */
  get bytes(): number {
    return this.#bytesBefore + (this.#segment?.length ?? 0);
  }

  /** Keeps a packet as it was captured. */
  packet(packet: Packet): PacketRef {
    const { linkType, timeUs, bytes, start, end, originalLength } = packet;
    return this.#append(linkType, timeUs, bytes, start, end, originalLength);
  }

  /** Keeps a message on its own. `payloadDelta` of the answer leads from the record to its first byte. */
  message(carried: Carried): PacketRef & { payloadDelta: number } {
    const { addressBytes, addressLength, sourceOffset, destinationOffset, bytes, start, end } = carried;
    const pdu = exportedPdu({
      bytes,
      start,
      end,
      source: addressBytes.subarray(sourceOffset, sourceOffset + addressLength),
      sourcePort: carried.sourcePort,
      destination: addressBytes.subarray(destinationOffset, destinationOffset + addressLength),
      destinationPort: carried.destinationPort,
      transport: TRANSPORTS[carried.transport] ?? 'unknown',
    });
    const length = pdu.length + carried.missing;
    const { file, recordOffset } = this.#append(LINKTYPE_EXPORTED_PDU, carried.timeUs, pdu, 0, pdu.length, length);
    return { file, recordOffset, payloadDelta: PcapngWriter.packetHeaderLength + pdu.length - (end - start) };
  }

  /** Removes what was kept. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #append(linkType: number, timeUs: number, bytes: Uint8Array, start: number, end: number, originalLength: number) {
    if (this.#failure !== undefined) return NOWHERE;
    try {
      const segment = this.#writable();
      const recordOffset = segment.append(linkType, timeUs, bytes, start, end, originalLength);
      return { file: this.#segmentFile, recordOffset };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#failure = `Messages can no longer be kept in ${this.#folder} (${why}): they are listed without their text.`;
      return NOWHERE;
    }
  }

  #writable(): Segment {
    if (this.#segment && this.#segment.length < SEGMENT_BYTES) return this.#segment;
    const made = mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) giveToInvoker(made);
    giveToInvoker(this.#folder);
    const segment = new Segment(join(this.#folder, `segment-${this.#count++}.pcapng`));
    const file = this.#files.add(segment);
    if (file === undefined) throw new Error('too many files are open');
    this.#bytesBefore += this.#segment?.length ?? 0;
    this.#segment = segment;
    this.#segmentFile = file;
    return segment;
  }
}

/** One pcapng file, written through a buffer and read back by offset. */
class Segment implements Rereadable {
  readonly #descriptor: number;
  readonly #writer = new PcapngWriter();
  readonly #packet = emptyPacket();
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #written = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'wx+', 0o600);
    this.#write(this.#writer.sectionHeader());
  }

  get length(): number {
    return this.#written + this.#buffered;
  }

  /** Byte offset of the record that was appended. */
  append(linkType: number, timeUs: number, bytes: Uint8Array, start: number, end: number, originalLength: number) {
    const block = this.#writer.packet(linkType, timeUs, bytes, start, end, originalLength);
    const recordOffset = this.length + this.#writer.recordStart;
    this.#write(block);
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
    this.#flush();
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(this.#descriptor, bytes, 0, length, offset));
  }

  async close(): Promise<void> {
    closeSync(this.#descriptor);
  }

  #write(bytes: Uint8Array): void {
    if (this.#buffered + bytes.length > BUFFER_BYTES) this.#flush();
    if (bytes.length > BUFFER_BYTES) {
      this.#toDisk(bytes);
      return;
    }
    this.#buffer.set(bytes, this.#buffered);
    this.#buffered += bytes.length;
  }

  #flush(): void {
    if (this.#buffered === 0) return;
    this.#toDisk(this.#buffer.subarray(0, this.#buffered));
    this.#buffered = 0;
  }

  #toDisk(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; )
      at += writeSync(this.#descriptor, bytes, at, bytes.length - at, this.#written + at);
    this.#written += bytes.length;
  }
}

/**
 * Removes what this process has kept: for an end that leaves the thread no time to do it. What a crash leaves behind stays.
 */
export function removeSpools(): void {
  const folder = cacheFolder();
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`spool-${process.pid}-`)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** A folder of this process's own; another of the same number may have left its own (in containers numbers repeat). */
function spoolFolder(): string {
  return join(cacheFolder(), `spool-${process.pid}-${randomUUID().slice(0, 8)}`);
}

function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'sipvestigator');
}
