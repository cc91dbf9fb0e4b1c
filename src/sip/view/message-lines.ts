/**
 * A message as the lines people read, each with what it is: start line, headers (RFC 3261 section 7.3), bodies by their
 * type, the parts of a multipart body (RFC 2046 section 5.1), bytes that are no text as hexadecimal. The texts are decoded
 * but not made safe for a terminal. Unlike all other readers it shows what lies behind the Content-Length as well.
 */
import { ascii, skipSpace, startsWith } from '../framing/bytes.js';
import { CONTENT, isTextType } from '../framing/content.js';
import { behindEmptyLine, HeaderLine, readHeaderLine } from '../framing/header-lines.js';
import { endsWithLoneCr, isLineEnd, lineEnd, nextLine } from '../framing/lines.js';
import { type BodyVisitor, visitBody } from '../framing/parts.js';
import { decodeText, isText } from '../../bytes/text.js';
import { viewOf } from '../../bytes/words.js';
import { CONTENT_TYPE, isHeader } from '../headers/header-rules.js';
import { unfold } from '../message/message.js';

/** `before` are blank lines before the start line, `blank` those that end headers. */
export type LineKind = 'before' | 'start' | 'header' | 'blank' | 'sdp' | 'text' | 'boundary' | 'hex';

/** A header field; the value unfolded. */
export interface Field {
  name: string;
  value: string;
}

export interface MessageLine {
  kind: LineKind;
  text: string;
  /** Bytes of the line in the message, its line end not included. */
  start: number;
  end: number;
  /** The header the line belongs to; null for the others. A folded header's lines share one. */
  field: Field | null;
}

/** Bytes of a line in hexadecimal: it fits in half of an 80-column screen. */
const HEX_BYTES = 8;
const SDP_BEGINNING = ascii('v=0');

/** The header field a line belongs to, for a filter on its value; null on other lines. */
export function fieldAt(lines: readonly MessageLine[], at: number): Field | null {
  return lines[at]?.field ?? null;
}

/** The lines of a message. Never throws; every byte but line ends is in exactly one line. O(length). */
export function messageLines(bytes: Uint8Array): MessageLine[] {
  return new LineMaker(bytes).lines;
}

/** Makes the lines of one message, from first to last. */
class LineMaker implements BodyVisitor {
  readonly lines: MessageLine[] = [];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #loneCr: boolean;
  readonly #header = new HeaderLine();
  /** The Content-Type that counts: the first of the headers made last. */
  #typeStart = 0;
  #typeEnd = 0;

  constructor(bytes: Uint8Array) {
    const end = bytes.length;
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    const first = skipSpace(bytes, 0, end);
    let at = 0;
    let stop = lineEnd(bytes, this.#view, at, end, true);
    // Blank lines before the start line are allowed (RFC 3261 section 7.5).
    for (; stop < first; stop = lineEnd(bytes, this.#view, at, end, true)) {
      this.#push('before', at, stop);
      at = nextLine(bytes, stop, end);
    }
    this.#push('start', at, stop);
    this.#loneCr = endsWithLoneCr(bytes, stop, end);
    const body = this.#headers(nextLine(bytes, stop, end), end);
    const source = { bytes, view: this.#view, loneCr: this.#loneCr };
    visitBody(source, this.#typeStart, this.#typeEnd, body, end, this);
  }

  content(kind: number, typeStart: number, typeEnd: number, start: number, end: number): void {
    const type = decodeText(this.#bytes, typeStart, typeEnd);
    // The ladder goes by the type alone; here, what has none is coloured by what it looks like.
    const looksLikeSdp = type === '' && this.#beginsLikeSdp(start, end);
    if (!isTextType(type) && !isText(this.#bytes, start, end)) this.#hex(start, end);
    else this.#textLines(kind === CONTENT.Sdp || looksLikeSdp ? 'sdp' : 'text', start, end);
  }

  #beginsLikeSdp(start: number, end: number): boolean {
    const at = start + SDP_BEGINNING.length;
    return startsWith(this.#bytes, start, end, SDP_BEGINNING) && at < end && isLineEnd(this.#bytes, at, end, false);
  }

  surround(start: number, end: number): void {
    this.#textLines('text', start, end);
  }

  delimiter(start: number, end: number): void {
    this.#push('boundary', start, end);
  }

  head(start: number, end: number): void {
    this.#headers(start, end);
  }

  /** Header lines up to and with the empty line; returns where the body begins. */
  #headers(start: number, end: number): number {
    const header = this.#header;
    this.#typeStart = this.#typeEnd = end;
    let typed = false;
    for (let at = start; at < end; at = header.next) {
      const body = behindEmptyLine(this.#bytes, at, end, this.#loneCr);
      if (body >= 0) {
        this.#push('blank', at, at);
        return body;
      }
      readHeaderLine(this.#bytes, this.#view, at, end, this.#loneCr, header);
      if (!typed && isHeader(this.#bytes, at, header.nameEnd, CONTENT_TYPE)) {
        typed = true;
        this.#typeStart = header.valueStart;
        this.#typeEnd = header.valueEnd;
      }
      this.#textLines('header', at, header.end, this.#field(header));
    }
    return end;
  }

  #field({ start, nameEnd, valueStart, valueEnd }: HeaderLine): Field | null {
    if (nameEnd === start) return null;
    const bytes = this.#bytes;
    return { name: decodeText(bytes, start, nameEnd), value: unfold(decodeText(bytes, valueStart, valueEnd)) };
  }

  #textLines(kind: LineKind, start: number, end: number, field: Field | null = null): void {
    for (let at = start; at < end; ) {
      const stop = lineEnd(this.#bytes, this.#view, at, end, this.#loneCr);
      this.#push(kind, at, stop, field);
      at = nextLine(this.#bytes, stop, end);
    }
  }

  #push(kind: LineKind, start: number, end: number, field: Field | null = null): void {
    this.lines.push({ kind, text: decodeText(this.#bytes, start, end), start, end, field });
  }

  /** "0010  02 01 ff …  ...": offsets are from the start of the body. */
  #hex(start: number, end: number): void {
    for (let at = start; at < end; at += HEX_BYTES) {
      const stop = Math.min(end, at + HEX_BYTES);
      let hex = '';
      let characters = '';
      for (let i = at; i < stop; i++) {
        const byte = this.#bytes[i]!;
        hex += `${byte.toString(16).padStart(2, '0')} `;
        characters += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
      }
      const text = `${(at - start).toString(16).padStart(4, '0')}  ${hex.padEnd(HEX_BYTES * 3)} ${characters}`;
      this.lines.push({ kind: 'hex', text, start: at, end: stop, field: null });
    }
  }
}
