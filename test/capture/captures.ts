/** Handmade captures for the tests of capture/, and reading a whole one. */
import { readFileSync, existsSync } from 'node:fs';
import { identify } from '../../src/capture/identify.js';
import type { Damage } from '../../src/capture/damage.js';
import type { Remark } from '../../src/capture/packet.js';
import type { Source } from '../../src/capture/source.js';
import type { Supply } from '../../src/capture/supply.js';

export interface ReadPacket {
  timeUs: number;
  linkType: number;
  bytes: string;
  originalLength: number;
}

export interface ReadDatagram {
  timeUs: number;
  text: string;
  source: string;
  destination: string;
  transport: string;
  truncated: boolean;
}

export interface Reading {
  format: string;
  dated: boolean;
  packets: ReadPacket[];
  datagrams: ReadDatagram[];
  remarks: Remark[];
  damage: Damage[];
}

/** Bytes that arrive in pieces of the given lengths, which repeat. */
export class PiecesSupply implements Supply {
  bytesRead = 0;
  private readonly bytes: Uint8Array;
  private readonly pieces: readonly number[];
  private step = 0;

  constructor(bytes: Uint8Array, pieces: readonly number[]) {
    this.bytes = bytes;
    this.pieces = pieces;
  }

  async read(into: Uint8Array, start: number): Promise<number> {
    const piece = Math.max(1, this.pieces[this.step++ % this.pieces.length] ?? 1);
    const part = this.bytes.subarray(this.bytesRead, this.bytesRead + Math.min(piece, into.length - start));
    into.set(part, start);
    this.bytesRead += part.length;
    return part.length;
  }

  async close(): Promise<void> {}
}

/** Reads bytes as if they were a file; a refusal is its sentence. */
export async function read(
  bytes: Uint8Array,
  pieces: readonly number[] = [1 << 20],
  live = false,
): Promise<Reading | string> {
  const supply = new PiecesSupply(bytes, pieces);
  const source = await identify({ name: 'test', supply, size: bytes.length, descriptor: -1, live });
  return 'refused' in source ? source.refused : readAll(source);
}

/** As `read`, for bytes that are a capture. */
export async function readCapture(bytes: Uint8Array, pieces?: readonly number[], live?: boolean): Promise<Reading> {
  const reading = await read(bytes, pieces, live);
  if (typeof reading === 'string') throw new Error(reading);
  return reading;
}

/** Takes everything a source yields. More than a million steps without a byte read would be a hang. */
export async function readAll(source: Source): Promise<Reading> {
  const reading: Reading = {
    format: source.format,
    dated: source.dated,
    packets: [],
    datagrams: [],
    remarks: [],
    damage: [],
  };
  for (let idle = 0; idle < 1e6; idle++) {
    const step = source.next();
    if (step === 'end') {
      reading.damage = [...source.damage];
      return reading;
    }
    if (step === 'packet') {
      const { timeUs, linkType, bytes, start, end, originalLength } = source.packet;
      reading.packets.push({ timeUs, linkType, bytes: hex(bytes.subarray(start, end)), originalLength });
    } else if (step === 'datagram') {
      const { timeUs, bytes, start, end, transport, truncated } = source.datagram;
      const from = source.datagram.source;
      const to = source.datagram.destination;
      reading.datagrams.push({
        timeUs,
        text: Buffer.from(bytes.subarray(start, end)).toString('latin1'),
        source: `${[...from].join('.')}:${source.datagram.sourcePort}`,
        destination: `${[...to].join('.')}:${source.datagram.destinationPort}`,
        transport,
        truncated,
      });
    } else if (step === 'remark') {
      if (source.remark !== undefined) reading.remarks.push({ ...source.remark });
    } else await source.fill();
  }
  throw new Error('the source does not end');
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Bytes of 32-bit numbers in one byte order. */
export function words(littleEndian: boolean, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => {
    view.setUint32(index * 4, value, littleEndian);
  });
  return new Uint8Array(view.buffer);
}

/** Bytes of 16-bit numbers in one byte order. */
export function halves(littleEndian: boolean, ...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, index) => {
    view.setUint16(index * 2, value, littleEndian);
  });
  return new Uint8Array(view.buffer);
}

/** A payload that tells which packet it is of. */
export function payload(index: number, length = 40): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at === 0 ? 0x45 : (index * 31 + at * 7) & 0xff));
}

export interface PcapShape {
  littleEndian?: boolean;
  magic?: number;
  network?: number;
}

export function pcapHeader({ littleEndian = true, magic = 0xa1b2c3d4, network = 1 }: PcapShape = {}): Uint8Array {
  return concat(words(littleEndian, magic), halves(littleEndian, 2, 4), words(littleEndian, 0, 0, 65535, network));
}

/** A pcap record; `fraction` is in the unit of the file. */
export function pcapRecordBytes(
  shape: PcapShape,
  seconds: number,
  fraction: number,
  data: Uint8Array,
  original = data.length,
): Uint8Array {
  const littleEndian = shape.littleEndian ?? true;
  const modified = shape.magic === 0xa1b2cd34 ? words(littleEndian, 2, 0) : new Uint8Array(0);
  return concat(words(littleEndian, seconds, fraction, data.length, original), modified, data);
}

/** A pcapng block around its body. */
export function block(littleEndian: boolean, type: number, ...body: readonly Uint8Array[]): Uint8Array {
  const inner = concat(...body);
  const padding = -inner.length & 3;
  const length = 12 + inner.length + padding;
  return concat(words(littleEndian, type, length), inner, new Uint8Array(padding), words(littleEndian, length));
}

export function sectionBlock(littleEndian: boolean): Uint8Array {
  return block(
    littleEndian,
    0x0a0d0d0a,
    words(littleEndian, 0x1a2b3c4d),
    halves(littleEndian, 1, 0),
    words(littleEndian, 0xffffffff, 0xffffffff),
  );
}

export function interfaceBlock(
  littleEndian: boolean,
  linkType: number,
  snapLength = 0,
  options: Uint8Array = new Uint8Array(0),
): Uint8Array {
  return block(littleEndian, 1, halves(littleEndian, linkType, 0), words(littleEndian, snapLength), options);
}

/** An option of a pcapng block. */
export function option(littleEndian: boolean, code: number, value: Uint8Array): Uint8Array {
  return concat(halves(littleEndian, code, value.length), value, new Uint8Array(-value.length & 3));
}

export function enhancedPacket(
  littleEndian: boolean,
  id: number,
  high: number,
  low: number,
  data: Uint8Array,
  original = data.length,
): Uint8Array {
  return block(littleEndian, 6, words(littleEndian, id, high, low, data.length, original), data);
}

/** A file of ../shared/corpus; tests that need it are skipped where it is not there. */
const corpus = new URL('../../../shared/corpus/', import.meta.url);
export const hasCorpus = existsSync(corpus);
export const CORPUS_ABSENT = 'the captures of ../shared/corpus are not here';

export function corpusFile(path: string): string {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), corpus).pathname.replaceAll('%2B', '+');
}

export function corpusBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(corpusFile(path)));
}

/** The rows of a table of the corpus, by column. */
export function corpusTable(name: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(corpusFile(name), 'utf8').trimEnd().split('\n');
  const columns = head.split('\t');
  return lines.map(line => Object.fromEntries(line.split('\t').map((cell, index) => [columns[index] ?? '', cell])));
}
