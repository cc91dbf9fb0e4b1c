/**
 * What cannot be read again where it came from (pipes, packed files, text, messages put together from several packets)
 * is kept here, in pcapng segments in the cache folder that only their owner can read. A message without a packet of
 * its own is kept as an exported PDU (link type 252), so that any segment opens in Wireshark.
 */
import { rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { exportedPdu } from '../../capture/formats/exported-pdu.js';
import type { Packet } from '../../capture/packet.js';
import { LINKTYPE_EXPORTED_PDU, PcapngWriter } from '../../capture/formats/pcapng-writer.js';
import type { DecodedMessage, PacketRef } from '../../decode/decoded-message.js';
import { errorText } from '../../format/errors.js';
import type { Keep } from '../../live/live-input.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { TRANSPORTS } from '../../model/transports.js';
import type { Files } from '../sources/files.js';
import { makeSpoolFolder, spoolFolder } from './spool-folders.js';
import { SpoolSegment } from './spool-segment.js';

const SEGMENT_BYTES = 64 << 20;
/** The spool is evicted segment by segment: a bound is held in steps of this fraction of it. */
const SEGMENTS_A_BOUND = 16;
/** A crash loses no more than this. */
const FLUSH_MS = 1000;
/** The rest of a disk is left to the server it belongs to. */
const LEFT_BYTES = 256 << 20;
const LEFT_SHARE = 0.05;

/** Stands for bytes that could not be kept: the message is listed, but cannot be shown. */
export const NOWHERE: PacketRef = { file: 0, recordOffset: 0 };

/** Where the tables end: the row and the message that come next. */
interface Extent {
  rows: RowId;
  messages: MessageId;
}

export class Spool {
  readonly #files: Files;
  readonly #extent: () => Extent;
  readonly #folder: string;
  /** By number of their file, the oldest first; the last one is written to. */
  readonly #segments = new Map<number, SpoolSegment>();
  #segment: SpoolSegment | undefined;
  #segmentFile = 0;
  #segmentBytes = SEGMENT_BYTES;
  #segmentUs = Number.POSITIVE_INFINITY;
  #count = 0;
  #flushing: NodeJS.Timeout | undefined;
  #failure: string | undefined;
  /** What could not be kept: so many packets, or messages that have none of their own. */
  notKept = 0;

  /** @param extent Called when a segment is full: no message of it, or of those before it, lies beyond. */
  constructor(files: Files, extent: () => Extent, folder = spoolFolder()) {
    this.#files = files;
    this.#extent = extent;
    this.#folder = folder;
  }

  /** Why nothing is kept any more, in a sentence; undefined while all is well. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Bytes kept. */
  get bytes(): number {
    let bytes = 0;
    for (const segment of this.#segments.values()) bytes += segment.length;
    return bytes;
  }

  /** Most bytes of a segment. */
  get segmentBytes(): number {
    return this.#segmentBytes;
  }

  /** Makes segments so small that removing them one by one holds a bound. */
  cutFor(keep: Keep | null): void {
    const bytes = keep !== null && 'bytes' in keep ? keep.bytes / SEGMENTS_A_BOUND : SEGMENT_BYTES;
    this.#segmentBytes = Math.min(SEGMENT_BYTES, Math.floor(bytes));
    this.#segmentUs = keep !== null && 'us' in keep ? keep.us / SEGMENTS_A_BOUND : Number.POSITIVE_INFINITY;
  }

  /** The oldest segment that is full, with the number of its file; undefined if there is none. */
  oldest(): { file: number; segment: SpoolSegment } | undefined {
    for (const [file, segment] of this.#segments) return segment === this.#segment ? undefined : { file, segment };
    return undefined;
  }

  /** Whether a file is a segment that is still here. */
  holds(file: number): boolean {
    return this.#segments.has(file);
  }

  /** Removes a segment, which nothing refers to any more. */
  async drop(file: number): Promise<void> {
    const segment = this.#segments.get(file);
    this.#segments.delete(file);
    this.#files.remove(file);
    await segment?.remove();
  }

  /** Keeps a packet as it was captured. */
  packet(packet: Packet): PacketRef {
    const { linkType, timeUs, bytes, start, end, originalLength } = packet;
    return this.#append(linkType, timeUs, bytes, start, end, originalLength);
  }

  /** Keeps a message on its own. `payloadDelta` of the answer leads from the record to its first byte. */
  message(decoded: DecodedMessage): PacketRef & { payloadDelta: number } {
    const { addressBytes, addressLength, sourceOffset, destinationOffset, bytes, start, end } = decoded;
    const pdu = exportedPdu({
      bytes,
      start,
      end,
      source: addressBytes.subarray(sourceOffset, sourceOffset + addressLength),
      sourcePort: decoded.sourcePort,
      destination: addressBytes.subarray(destinationOffset, destinationOffset + addressLength),
      destinationPort: decoded.destinationPort,
      transport: TRANSPORTS[decoded.transport] ?? 'unknown',
    });
    const length = pdu.length + decoded.missing;
    const { file, recordOffset } = this.#append(LINKTYPE_EXPORTED_PDU, decoded.timeUs, pdu, 0, pdu.length, length);
    return { file, recordOffset, payloadDelta: PcapngWriter.packetHeaderLength + pdu.length - (end - start) };
  }

  /** Leaves what was kept to the next run, which offers it to the user. Called before the segments are closed. */
  leave(): void {
    clearTimeout(this.#flushing);
    this.#flush();
    if (this.#failure !== undefined) this.#segment?.trim();
  }

  /** Removes what was kept. */
  close(): void {
    clearTimeout(this.#flushing);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #append(linkType: number, timeUs: number, bytes: Uint8Array, start: number, end: number, originalLength: number) {
    if (this.#failure !== undefined) return this.#nowhere();
    try {
      const segment = this.#writable(timeUs);
      const recordOffset = segment.append(linkType, timeUs, bytes, start, end, originalLength);
      this.#flushing ??= setTimeout(() => this.#flush(), FLUSH_MS);
      return { file: this.#segmentFile, recordOffset };
    } catch (error) {
      this.#fail(error);
      return this.#nowhere();
    }
  }

  #nowhere(): PacketRef {
    this.notKept++;
    return NOWHERE;
  }

  #flush(): void {
    this.#flushing = undefined;
    try {
      this.#segment?.flush();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const why = errorText(error);
    this.#failure = `Messages can no longer be kept in ${this.#folder} (${why}): they are listed without their text.`;
  }

  #writable(timeUs: number): SpoolSegment {
    const current = this.#segment;
    // What has no time makes no segment old.
    const isOld = current !== undefined && timeUs - current.oldestUs >= this.#segmentUs;
    if (current && current.length < this.#segmentBytes && !isOld) return current;
    makeSpoolFolder(this.#folder);
    this.#leaveRoom();
    current?.flush();
    const segment = new SpoolSegment(join(this.#folder, `segment-${this.#count++}.pcapng`));
    const file = this.#files.add(segment);
    if (file === undefined) throw new Error('too many files are open');
    if (current) Object.assign(current, this.#extent());
    this.#segments.set(file, segment);
    this.#segment = segment;
    this.#segmentFile = file;
    return segment;
  }

  /** Throws where another segment would fill the disk. */
  #leaveRoom(): void {
    const { bavail, blocks, bsize } = statfsSync(this.#folder);
    const left = Math.min(LEFT_BYTES, LEFT_SHARE * blocks * bsize);
    if (bavail * bsize < left) throw new Error('the disk is nearly full');
  }
}
