/**
 * A source read as bytes: a file, a pipe or standard input, compressed or not. A plain file can also be read again,
 * record by record.
 */
import { readSync } from 'node:fs';
import type { Damage, DamageLog } from './damage.js';
import { emptyPacket, type Datagram, type Packet, type Remark } from './packet.js';
import type { Reader } from './reader.js';
import type { PlainRecords, Source, Step, Told } from './source.js';
import type { Supply } from './supply.js';
import type { Window } from './window.js';

/** Bytes of the first read of a record: most records are shorter. */
const RECORD_GUESS = 4096;

export interface Parts {
  name: string;
  format: string;
  supply: Supply;
  window: Window;
  reader: Reader;
  packet: Packet;
  datagram: Datagram;
  damage: DamageLog;
  /** Size of the file in bytes; 0 if unknown. */
  size: number;
  /** Descriptor for reading records again; -1 if the input cannot be read twice. */
  descriptor: number;
  secrets: readonly Uint8Array[];
  /** Bytes arrive as traffic happens. */
  live: boolean;
}

export class FileSource implements Source {
  readonly name: string;
  readonly format: string;
  readonly rereadable: boolean;
  readonly dated: boolean;
  readonly quotesStartLines: boolean;
  readonly live: boolean;
  readonly packet: Packet;
  readonly datagram: Datagram;
  readonly remark?: Remark;
  readonly told?: Told;
  readonly size: number;
  readonly damage: readonly Damage[];
  /** TLS key logs embedded in the capture: the pcapng decryption secrets blocks read so far. */
  readonly secrets: readonly Uint8Array[];
  private readonly supply: Supply;
  private readonly window: Window;
  private readonly reader: Reader;
  private readonly log: DamageLog;
  private descriptor: number;
  private readonly reread = emptyPacket();
  private recordBytes = new Uint8Array(RECORD_GUESS);

  constructor(parts: Parts) {
    this.name = parts.name;
    this.format = parts.format;
    this.supply = parts.supply;
    this.window = parts.window;
    this.reader = parts.reader;
    this.dated = parts.reader.dated;
    this.quotesStartLines = parts.reader.quotesStartLines ?? false;
    this.live = parts.live;
    this.packet = parts.packet;
    this.datagram = parts.datagram;
    if (parts.reader.remark !== undefined) this.remark = parts.reader.remark;
    if (parts.reader.told !== undefined) this.told = parts.reader.told;
    this.log = parts.damage;
    this.damage = parts.damage.kept;
    this.size = parts.size;
    this.secrets = parts.secrets;
    this.descriptor = parts.descriptor;
    this.rereadable = parts.descriptor >= 0;
  }

  get bytesRead(): number {
    return this.supply.bytesRead;
  }

  get damageNotKept(): number {
    return this.log.notKept;
  }

  next(): Step {
    const step = this.reader.next();
    if (step === 'packet' && !this.rereadable) this.packet.recordOffset = -1;
    return step;
  }

  records(): PlainRecords | undefined {
    return this.rereadable && !this.live ? this.reader.records?.() : undefined;
  }

  passed(position: number, seconds: number): void {
    this.reader.passed?.(position, seconds);
  }

  fill(): Promise<void> {
    return this.reader.paused ? Promise.resolve() : this.window.fill();
  }

  readAt(recordOffset: number): Packet | undefined {
    if (recordOffset < 0) return undefined;
    let read = this.readInto(this.recordBytes, recordOffset, RECORD_GUESS);
    let length = this.reader.record(this.recordBytes.subarray(0, read), recordOffset, this.reread);
    if (length > read) {
      if (length > this.recordBytes.length) this.recordBytes = new Uint8Array(length);
      read = this.readInto(this.recordBytes, recordOffset, length);
      length = this.reader.record(this.recordBytes.subarray(0, read), recordOffset, this.reread);
    }
    return length > 0 && length <= read ? this.reread : undefined;
  }

  bytesAt(offset: number, length: number): Uint8Array {
    // Uninitialised memory is fine: only the bytes read are returned.
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
    return bytes.subarray(0, this.readInto(bytes, offset, length));
  }

  /** Stops reading a pipe that its writer leaves open; buffered bytes are still processed. */
  stop(): void {
    if (this.live) void this.close();
  }

  async close(): Promise<void> {
    this.descriptor = -1;
    this.window.finished = true;
    await this.supply.close();
  }

  /** Returns fewer bytes at the end of the file or on a read error. */
  readInto(bytes: Uint8Array, offset: number, length: number): number {
    if (this.descriptor < 0) return 0;
    let read = 0;
    try {
      while (read < length) {
        const step = readSync(this.descriptor, bytes, read, length - read, offset + read);
        if (step === 0) break;
        read += step;
      }
    } catch {
      // An unreadable file yields no bytes; the caller reports that it is gone.
    }
    return read;
  }
}
