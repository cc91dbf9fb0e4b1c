/**
 * A source made of bytes: a file, a pipe, standard input, packed or not. In: a window and the reader of its format. Out:
 * the `Source` the engine reads, and for a plain file any record again.
 */
import { readSync } from 'node:fs';
import type { DamageLog } from './damage.js';
import { emptyPacket, type Datagram, type Packet } from './packet.js';
import type { Reader } from './reader.js';
import type { Damage, Source, Step } from './source.js';
import type { Supply } from './supply.js';
import type { Window } from './window.js';

/** Bytes read at first when a record is read again: most records are shorter. */
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
  /** Size of the file, 0 where unknown. */
  size: number;
  /** Descriptor to read records again with; -1 where that is not possible. */
  descriptor: number;
  secrets: readonly Uint8Array[];
  /** The bytes come as they happen. */
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
  readonly size: number;
  readonly damage: readonly Damage[];
  /** TLS key logs the capture brings along (pcapng decryption secrets blocks met so far). */
  readonly secrets: readonly Uint8Array[];
  private readonly supply: Supply;
  private readonly window: Window;
  private readonly reader: Reader;
  private readonly log: DamageLog;
  private descriptor: number;
  private readonly again = emptyPacket();
  private record = new Uint8Array(RECORD_GUESS);

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

  fill(): Promise<void> {
    return this.reader.paused ? Promise.resolve() : this.window.fill();
  }

  readAt(recordOffset: number): Packet | undefined {
    if (recordOffset < 0) return undefined;
    let read = this.readInto(this.record, recordOffset, RECORD_GUESS);
    let length = this.reader.record(this.record.subarray(0, read), recordOffset, this.again);
    if (length > read) {
      if (length > this.record.length) this.record = new Uint8Array(length);
      read = this.readInto(this.record, recordOffset, length);
      length = this.reader.record(this.record.subarray(0, read), recordOffset, this.again);
    }
    return length > 0 && length <= read ? this.again : undefined;
  }

  bytesAt(offset: number, length: number): Uint8Array {
    // Not filled with zeros first: only what was read is handed out.
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
    return bytes.subarray(0, this.readInto(bytes, offset, length));
  }

  /** A pipe that nobody closes is read no further; what is at hand is still taken. */
  stop(): void {
    if (this.live) void this.close();
  }

  async close(): Promise<void> {
    this.descriptor = -1;
    this.window.finished = true;
    await this.supply.close();
  }

  /** Fewer bytes at the end of the file or where reading fails. */
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
      // A file that cannot be read any more has no bytes: the caller says that it is gone.
    }
    return read;
  }
}
