/** One WebSocket frame (RFC 6455 5.2), and whether a stream joined midway begins with one that carries SIP. */
import { probeSip } from '../../sip/framing/probe.js';

export const CONTINUATION = 0;
export const TEXT = 1;
const BINARY = 2;
const FIRST_CONTROL = 8;
const LAST_CONTROL = 10;
/** Bytes that are unmasked to see whether a payload is SIP. */
const MAX_PROBED = 512;

export class FrameHeader {
  opcode = 0;
  /** The last frame of its message. */
  last = false;
  /** The message is compressed (RFC 7692). */
  compressed = false;
  /** Offset of the masking key, -1 for an unmasked frame. */
  mask = -1;
  payload = 0;
  length = 0;

  /** Reads the header at bytes[start, end): "more" if it is incomplete, "malformed" if it cannot be one. */
  read(bytes: Uint8Array, start: number, end: number): 'read' | 'more' | 'malformed' {
    if (end - start < 2) return 'more';
    const first = bytes[start]!;
    const second = bytes[start + 1]!;
    this.opcode = first & 15;
    this.last = (first & 0x80) !== 0;
    this.compressed = (first & 0x40) !== 0;
    const control = this.opcode >= FIRST_CONTROL;
    if ((first & 0x30) !== 0 || this.opcode > LAST_CONTROL || (this.opcode > BINARY && !control)) return 'malformed';
    if (control && (!this.last || (second & 0x7f) > 125 || this.compressed)) return 'malformed';
    let at = start + 2;
    let length = second & 0x7f;
    const extended = length === 126 ? 2 : length === 127 ? 8 : 0;
    if (end - at < extended) return 'more';
    if (extended > 0) {
      length = 0;
      for (let i = 0; i < extended; i++) length = length * 256 + bytes[at + i]!;
      at += extended;
    }
    this.mask = -1;
    if ((second & 0x80) !== 0) {
      if (end - at < 4) return 'more';
      this.mask = at;
      at += 4;
    }
    this.payload = at;
    this.length = length;
    return 'read';
  }
}

/** Copies a payload and removes its mask (RFC 6455 5.3). */
export function unmask(bytes: Uint8Array, mask: number, start: number, end: number, to: Uint8Array, at: number): void {
  if (mask < 0) {
    to.set(bytes.subarray(start, end), at);
    return;
  }
  for (let i = start; i < end; i++) to[at + i - start] = bytes[i]! ^ bytes[mask + ((i - start) & 3)]!;
}

/** Whether bytes[start, end) begin with a data frame whose payload is SIP; recognises a stream joined midway. */
export function beginsWithSipFrame(bytes: Uint8Array, start: number, end: number): boolean {
  const header = new FrameHeader();
  if (header.read(bytes, start, end) !== 'read') return false;
  if (header.opcode !== TEXT && header.opcode !== BINARY) return false;
  if (header.compressed) return false;
  const length = Math.min(header.length, end - header.payload, MAX_PROBED);
  const probed = new Uint8Array(length);
  unmask(bytes, header.mask, header.payload, header.payload + length, probed, 0);
  return probeSip(probed, 0, length) === 'certain';
}
