/**
 * Reads a source of text. In: a window over its bytes. Out: the packets and datagrams its dialect makes of its lines.
 */
import type { Datagram, Packet } from '../packet.js';
import type { Reader } from '../reader.js';
import type { Step } from '../source.js';
import type { Window } from '../window.js';
import type { Dialect, Transcript } from './dialect.js';
import { dialectOf } from './dialects.js';

/** Bytes looked at to tell the dialect. */
export const TEXT_SAMPLE = 1 << 16;
/** A longer line is read as several. */
const MAX_LINE = 1 << 18;
/** So many bytes without a message, and others get their turn: a log of a gigabyte may hold none. */
const STRETCH = 1 << 16;
const LF = 0x0a;
const CR = 0x0d;

export class TextReader implements Reader {
  readonly format: string;
  readonly dated: boolean;
  readonly quotesStartLines: boolean;
  private readonly window: Window;
  private readonly packet: Packet;
  private readonly datagram: Datagram;
  private readonly transcript: Transcript;
  private finished = false;
  /** `next` stopped before the bytes at hand were used up. */
  paused = false;
  /** The window's bytes as a Buffer, whose search and decoding are native. */
  private text: Buffer = Buffer.alloc(0);

  constructor(window: Window, packet: Packet, datagram: Datagram, dialect: Dialect, sample: readonly string[]) {
    this.window = window;
    this.packet = packet;
    this.datagram = datagram;
    this.transcript = dialect.open(sample);
    this.format = dialect.name;
    this.dated = this.transcript.dated;
    this.quotesStartLines = this.transcript.quotesStartLines ?? false;
  }

  next(): Step {
    const stretchEnd = this.window.position + STRETCH;
    this.paused = false;
    for (;;) {
      const made = this.transcript.take(this.packet, this.datagram);
      if (made !== undefined) return made;
      if (this.finished) return 'end';
      if (this.window.position > stretchEnd) {
        this.paused = true;
        return 'starved';
      }
      const line = this.nextLine();
      if (line !== undefined) this.transcript.line(line);
      else if (!this.window.finished) return 'starved';
      else {
        this.finished = true;
        this.transcript.finish();
      }
    }
  }

  record(): number {
    return 0;
  }

  /** Takes the next line; undefined where it is not whole yet, or none is left. */
  private nextLine(): string | undefined {
    const { window } = this;
    const { buffer, position, end } = window;
    if (this.text.buffer !== buffer.buffer) this.text = Buffer.from(buffer.buffer);
    let lineEnd = this.text.indexOf(LF, position);
    let after = lineEnd + 1;
    // Beyond the end lie bytes of an earlier filling.
    if (lineEnd < 0 || lineEnd >= end || lineEnd - position > MAX_LINE) {
      if (position === end || (end - position < MAX_LINE && !window.finished)) return undefined;
      lineEnd = Math.min(end, position + MAX_LINE);
      after = lineEnd;
    }
    if (lineEnd > position && buffer[lineEnd - 1] === CR) lineEnd--;
    window.position = after;
    return this.text.toString('latin1', position, lineEnd);
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

/** The reader for text whose dialect is known; undefined for other text. Reads as much as it needs to tell. */
export async function openText(window: Window, packet: Packet, datagram: Datagram): Promise<TextReader | undefined> {
  for (;;) {
    const length = Math.min(window.end - window.position, TEXT_SAMPLE);
    const sample = latin1(window.buffer, window.position, window.position + length).split(/\r?\n/);
    if (length < TEXT_SAMPLE && !window.finished) sample.pop(); // the line that is still coming
    const dialect = dialectOf(sample);
    const enough = length === TEXT_SAMPLE || window.finished;
    // What is live is shown from its first packet on; a file is looked at as far as the sample goes.
    if (dialect !== undefined && (enough || window.eager))
      return new TextReader(window, packet, datagram, dialect, sample);
    // A log may be long before its first message: what nothing is recognised in is passed over.
    if (length === TEXT_SAMPLE) window.position += TEXT_SAMPLE / 2;
    else if (window.finished) return undefined;
    if (window.end - window.position < TEXT_SAMPLE) await window.fill();
  }
}
