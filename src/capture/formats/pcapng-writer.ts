/**
 * Encodes pcapng (draft-ietf-opsawg-pcapng): one little-endian section, an interface block on the first use of each
 * link type, and enhanced packet blocks in µs. The caller writes the bytes one after the other; a block can be read
 * again by its offset.
 */
import { isTold } from '../../model/times.js';
import type { Packet } from '../packet.js';
import { BLOCK } from './pcapng-search.js';

/** The link type of exported PDUs (exported-pdu.ts). */
export const LINKTYPE_EXPORTED_PDU = 252;

const SECTION_BLOCK = 28;
const INTERFACE_BLOCK = 20;
/** Bytes of an enhanced packet block before the captured bytes. */
const PACKET_HEADER = 28;
const TRAILER = 4;

export class PcapngWriter {
  /** Bytes from the start of a record to the captured bytes. */
  static readonly packetHeaderLength = PACKET_HEADER;
  /** The link type of each interface in the section. */
  private readonly linkTypes: number[] = [];
  /**
   * Offset of the packet block in the bytes of the last `packet()`: it follows an interface block if one was needed.
   */
  recordStart = 0;

  /** The section header block that begins a file. */
  sectionHeader(): Uint8Array {
    const bytes = new Uint8Array(SECTION_BLOCK);
    const view = new DataView(bytes.buffer);
    frame(view, 0, BLOCK.section, SECTION_BLOCK);
    view.setUint32(8, BLOCK.order, true);
    view.setUint16(12, 1, true);
    // Section length -1: not specified.
    view.setUint32(16, 0xffffffff, true);
    view.setUint32(20, 0xffffffff, true);
    return bytes;
  }

  /** The block of an interface without packets: libpcap opens no file that has no interface. */
  static interfaceBlock(linkType: number): Uint8Array {
    const bytes = new Uint8Array(INTERFACE_BLOCK);
    describe(new DataView(bytes.buffer), linkType);
    return bytes;
  }

  /** The block of one packet, preceded by an interface block if the link type is new. A time that nobody told is written as 0. */
  packet(
    linkType: number,
    timeUs: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    originalLength: number,
  ): Uint8Array {
    let id = this.linkTypes.indexOf(linkType);
    this.recordStart = id < 0 ? INTERFACE_BLOCK : 0;
    const captured = end - start;
    const length = PACKET_HEADER + captured + (-captured & 3) + TRAILER;
    const blocks = Buffer.allocUnsafe(this.recordStart + length);
    const view = new DataView(blocks.buffer, blocks.byteOffset, blocks.length);
    if (id < 0) {
      id = this.linkTypes.push(linkType) - 1;
      describe(view, linkType);
    }
    const at = this.recordStart;
    frame(view, at, BLOCK.enhancedPacket, length);
    view.setUint32(at + 8, id, true);
    const toldUs = isTold(timeUs) ? timeUs : 0;
    view.setUint32(at + 12, Math.floor(toldUs / 2 ** 32), true);
    view.setUint32(at + 16, toldUs % 2 ** 32, true);
    view.setUint32(at + 20, captured, true);
    view.setUint32(at + 24, originalLength, true);
    blocks.set(bytes.subarray(start, end), at + PACKET_HEADER);
    blocks.fill(0, at + PACKET_HEADER + captured, at + length - TRAILER);
    return blocks;
  }

  /**
   * Reads a packet block written by this writer into `packet`; it starts at `bytes[0]` and at `offset` of the file.
   * Returns its length, or 0 if there is no such block; if the length exceeds `bytes`, `packet` is not filled.
   */
  record(bytes: Uint8Array, offset: number, packet: Packet): number {
    if (bytes.length < PACKET_HEADER) return 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const length = view.getUint32(4, true);
    const linkType = this.linkTypes[view.getUint32(8, true)];
    const captured = view.getUint32(20, true);
    if (view.getUint32(0, true) !== BLOCK.enhancedPacket || linkType === undefined) return 0;
    if (length !== PACKET_HEADER + captured + (-captured & 3) + TRAILER) return 0;
    if (length > bytes.length) return length;
    packet.timeUs = view.getUint32(12, true) * 2 ** 32 + view.getUint32(16, true);
    packet.linkType = linkType;
    packet.bytes = bytes;
    packet.start = PACKET_HEADER;
    packet.end = PACKET_HEADER + captured;
    packet.originalLength = view.getUint32(24, true);
    packet.recordOffset = offset;
    packet.recordHeaderLength = PACKET_HEADER;
    return length;
  }
}

/** Writes an interface block at the start. */
function describe(view: DataView, linkType: number): void {
  frame(view, 0, BLOCK.interface, INTERFACE_BLOCK);
  view.setUint32(8, linkType, true);
  // Snap length 0: no limit.
  view.setUint32(12, 0, true);
}

/** Writes the block type, and the block length at both ends. */
function frame(view: DataView, at: number, type: number, length: number): void {
  view.setUint32(at, type, true);
  view.setUint32(at + 4, length, true);
  view.setUint32(at + length - TRAILER, length, true);
}
