/**
 * The index of messages: one row of numbers a message, about 64 bytes, by order of arrival. In: numbers. Out: the same numbers;
 * text lies in the interners of `Conversations`, the bytes of a message in the file its row points to.
 */
import type { PacketRef } from '../decode/carried.js';
import { Float64Column, Int32Column, Uint8Column, Uint16Column, Uint32Column } from './columns.js';

/** Bits of the `flags` column. */
export const MESSAGE = {
  Response: 1 << 0,
  /** Same transaction, direction and content as an earlier message: sent again. */
  Retransmission: 1 << 1,
  /** The same packet captured twice. */
  Copy: 1 << 2,
  Sdp: 1 << 3,
  /** The capture lacks bytes at its end. */
  Truncated: 1 << 4,
  Malformed: 1 << 5,
  Authorization: 1 << 6,
  ExpiresZero: 1 << 7,
  /** RSeq is present (RFC 3262); its low four bits are in bits 12 to 15, to tell two provisional responses apart. */
  Reliable: 1 << 8,
} as const;

export const RSEQ_SHIFT = 12;

/** A shape, method or reason beyond what a 16-bit column can number. */
export const UNNUMBERED = 0xffff;

export class MessageTable {
  /** Rows so far; ids are 0 to `count` - 1. */
  count = 0;

  readonly timeUs = new Float64Column();
  /** The opened source it came from, by number; `file` may be a segment of the spool instead. */
  readonly origin = new Uint16Column();
  readonly file = new Uint16Column();
  /** Byte offset of the record that holds the message in its file. */
  readonly recordOffset = new Float64Column();
  /** Bytes from the start of the record to the message. */
  readonly payloadDelta = new Uint32Column();
  /** Bytes of the message as captured. */
  readonly length = new Uint32Column();
  /** Number of the list of packets that carried it (`partsOf`); 0 where one packet holds it verbatim. */
  readonly parts = new Int32Column();

  /** Ids of `Conversations.endpoints`. */
  readonly source = new Int32Column();
  readonly destination = new Int32Column();
  /** Index in TRANSPORTS. */
  readonly transport = new Uint8Column();
  /** Outer layers: id of `Conversations.tunnels`. */
  readonly tunnel = new Uint16Column();

  /** Method of a request, as a number of `Conversations.methods`; for a response that of CSeq. */
  readonly method = new Uint16Column();
  readonly cseqMethod = new Uint16Column();
  /** Status code of a response, 0 where unreadable. */
  readonly status = new Uint16Column();
  /** Id of `Conversations.reasons`. */
  readonly reason = new Uint16Column();
  readonly cseq = new Uint32Column();
  /** Hashes; 0 where absent. */
  readonly branch = new Int32Column();
  readonly fromTag = new Int32Column();
  readonly toTag = new Int32Column();
  /** Bits of MESSAGE. */
  readonly flags = new Uint16Column();
  /** Number of the shape: the header names in their order (`HeaderSets`). */
  readonly shape = new Uint16Column();
  /** User-Agent or Server: id of `Conversations.agents`, 0 where absent. */
  readonly agent = new Uint16Column();

  readonly conversation = new Int32Column();
  /** The message before it in its conversation, by time: id + 1; 0 at the first. */
  readonly previous = new Int32Column();

  readonly #partFiles = new Uint16Column();
  readonly #partOffsets = new Float64Column();
  /** First entry of each list, by number - 1. */
  readonly #partStarts = new Int32Column();
  #partLists = 0;
  #partCount = 0;

  /** Keeps a list of packets; answers its number for the `parts` column. */
  addParts(parts: readonly PacketRef[]): number {
    for (const part of parts) {
      this.#partFiles.set(this.#partCount, part.file);
      this.#partOffsets.set(this.#partCount++, part.recordOffset);
    }
    this.#partStarts.set(++this.#partLists, this.#partCount);
    return this.#partLists;
  }

  /** The packets that carried a message, where there are several; empty where its record alone holds it. */
  partsOf(id: number): PacketRef[] {
    const list = this.parts.get(id);
    if (list === 0) return [];
    const refs: PacketRef[] = [];
    for (let at = this.#partStarts.get(list - 1); at < this.#partStarts.get(list); at++) {
      refs.push({ file: this.#partFiles.get(at), recordOffset: this.#partOffsets.get(at) });
    }
    return refs;
  }

  has(id: number, flag: number): boolean {
    return (this.flags.get(id) & flag) !== 0;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    let sum = this.#partFiles.bytes + this.#partOffsets.bytes + this.#partStarts.bytes;
    for (const column of Object.values(this)) {
      if (typeof column === 'object' && column !== null && 'bytes' in column) sum += Number(column.bytes);
    }
    return sum;
  }
}
