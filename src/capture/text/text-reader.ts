/** The reader for text: cuts the window into lines and hands them to the dialect the text is written in. */
import { NO_TIME } from '../../model/times.js';
import type { Datagram, Packet, Remark } from '../packet.js';
import type { Reader } from '../reader.js';
import type { Step, Told } from '../source.js';
import type { Window } from '../window.js';
import type { Dialect, Transcript } from './dialect.js';
import { dialectOf } from './dialects.js';

/** Bytes examined to detect the dialect. */
export const TEXT_SAMPLE = 1 << 16;
/** A longer line is split. */
const MAX_LINE = 1 << 18;
/**
 * Pause after this many bytes without a message, so that others get their turn: a log of a gigabyte may contain none.
 */
const STRETCH = 1 << 16;
const LF = 0x0a;
const CR = 0x0d;

export class TextReader implements Reader {
  readonly format: string;
  readonly dated: boolean;
  readonly quotesStartLines: boolean;
  readonly remark: Remark = { timeUs: NO_TIME, text: '' };
  readonly told: Told;
  private readonly window: Window;
  private readonly packet: Packet;
  private readonly datagram: Datagram;
  private readonly transcript: Transcript;
  private finished = false;
  /** `next` stopped before the available bytes were used up. */
  paused = false;
  /** The window's bytes as a Buffer, which searches and decodes natively. */
  private text: Buffer = Buffer.alloc(0);

  constructor(window: Window, packet: Packet, datagram: Datagram, dialect: Dialect, sample: readonly string[]) {
    this.window = window;
    this.packet = packet;
    this.datagram = datagram;
    this.transcript = dialect.open(sample);
    this.format = dialect.name;
    this.dated = this.transcript.dated;
    this.told = this.transcript.told;
    this.quotesStartLines = this.transcript.quotesStartLines ?? false;
  }

  next(): Step {
    const stretchEnd = this.window.position + STRETCH;
    this.paused = false;
    for (;;) {
      const made = this.transcript.take(this.packet, this.datagram, this.remark);
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

  /** Takes the next line; undefined if it is incomplete or there is none. */
  private nextLine(): string | undefined {
    const { window } = this;
    const { buffer, position, end } = window;
    if (this.text.buffer !== buffer.buffer) this.text = Buffer.from(buffer.buffer);
    let lineEnd = this.text.indexOf(LF, position);
    let after = lineEnd + 1;
    // Bytes past the end are left over from an earlier fill.
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

/** Opens a reader if the dialect is recognised; undefined for other text. Reads as far as it needs to. */
export async function openText(window: Window, packet: Packet, datagram: Datagram): Promise<TextReader | undefined> {
  for (;;) {
    const length = Math.min(window.end - window.position, TEXT_SAMPLE);
    const sample = latin1(window.buffer, window.position, window.position + length).split(/\r?\n/);
    if (length < TEXT_SAMPLE && !window.finished) sample.pop(); // the incomplete last line
    const dialect = dialectOf(sample);
    const enough = length === TEXT_SAMPLE || window.finished;
    // Live text is shown from its first packet on; a file is examined as far as the sample goes.
    if (dialect !== undefined && (enough || window.eager))
      return new TextReader(window, packet, datagram, dialect, sample);
    // A log may be long before its first message: skip what nothing recognises.
    if (length === TEXT_SAMPLE) window.position += TEXT_SAMPLE / 2;
    else if (window.finished) return undefined;
    if (window.end - window.position < TEXT_SAMPLE) await window.fill();
  }
}
