/**
 * The index of messages: a record of 64 bytes a message, by order of arrival, and a few columns beside it. In: numbers. Out: the same
 * numbers; text lies in the interners of `Conversations`, the bytes of a message in the file its row points to.
 */
import type { Part } from '../decode/carried.js';
import { Float64Column, Int32Column, Uint16Column, Uint32Column } from '../tables/columns.js';
import { CHUNK_BITS, CHUNK_ROWS, MovedRows } from '../tables/moved-rows.js';
import { Float64Field, Int32Field, Records, Uint16Field, Uint32Field } from '../tables/records.js';

/** Bits of the `flags` field. */
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

/** Bits 9 to 11 of the flags: index in TRANSPORTS. */
export const TRANSPORT_SHIFT = 9;
export const RSEQ_SHIFT = 12;

/** A shape, method or reason beyond what 16 bits can number. */
export const UNNUMBERED = 0xffff;

/** Something with a number for each message. */
export interface Reading {
  get(id: number): number;
}

export class MessageTable {
  /** Messages whose chunk was let go. */
  readonly moved = new MovedRows();
  readonly #records = new Records(64, this.moved);
  #count = 0;

  readonly timeUs = new Float64Field(this.#records, 0);
  /** Byte offset of the record that holds the message in its file. */
  readonly recordOffset = new Float64Field(this.#records, 8);
  /** Bytes of the message as captured. */
  readonly length = new Uint32Field(this.#records, 16);
  readonly conversation = new Int32Field(this.#records, 20);
  /** The message before it in its conversation, by time: id + 1; 0 at the first. */
  readonly previous = new Int32Field(this.#records, 24);
  /** Ids of `Conversations.endpoints`. */
  readonly source = new Int32Field(this.#records, 28);
  readonly destination = new Int32Field(this.#records, 32);
  readonly cseq = new Uint32Field(this.#records, 36);
  /** Hashes; 0 where absent. `branch` is that of the topmost Via. */
  readonly branch = new Int32Field(this.#records, 40);
  readonly fromTag = new Int32Field(this.#records, 44);
  readonly toTag = new Int32Field(this.#records, 48);
  /** Method of a request, as a number of `Conversations.methods`; for a response that of CSeq. */
  readonly method = new Uint16Field(this.#records, 52);
  /** Status code of a response, 0 where unreadable. */
  readonly status = new Uint16Field(this.#records, 54);
  /** Bits of MESSAGE, and others by their shifts. */
  readonly flags = new Uint16Field(this.#records, 56);
  /** Id of `Conversations.reasons`. */
  readonly reason = new Uint16Field(this.#records, 58);
  /** Number of the shape: the header names in their order (`HeaderSets`). */
  readonly shape = new Uint16Field(this.#records, 60);
  /** User-Agent or Server: id of `Conversations.agents`, 0 where absent. */
  readonly agent = new Uint16Field(this.#records, 62);

  /** The opened source it came from, by number; `file` may be a segment of the spool instead. */
  readonly origin = new Uint32Column(this.moved);
  readonly file = new Uint32Column(this.moved);
  /** Bytes from the start of the record to the message. */
  readonly payloadDelta = new Uint32Column(this.moved);
  /** Number of the list of packets that carried it (`partsOf`); 0 where one packet holds it verbatim. */
  readonly parts = new Int32Column(this.moved);
  /** Outer layers: id of `Conversations.tunnels`. */
  readonly tunnel = new Uint16Column(this.moved);
  /** What is wrong with it: bits by FAULT_CODES. Few captures need it. */
  readonly faults = new Uint32Column(this.moved);

  /** Index in TRANSPORTS. */
  readonly transport: Reading = { get: id => (this.flags.get(id) >>> TRANSPORT_SHIFT) & 7 };
  /** Method in CSeq, 0 where absent. Only where it differs from `method` is it kept by itself. */
  readonly cseqMethod: Reading = {
    get: id => {
      const other = this.#otherCseqMethod.get(id);
      return other === 0 ? this.method.get(id) : other === UNNUMBERED ? 0 : other;
    },
  };
  readonly #otherCseqMethod = new Uint16Column(this.moved);

  readonly #partFiles = new Uint32Column();
  readonly #partOffsets = new Float64Column();
  /** See `Part`. */
  readonly #partDeltas = new Uint32Column();
  readonly #partLengths = new Uint32Column();
  /** First entry of each list, by number - 1. */
  readonly #partStarts = new Int32Column();
  #partLists = 0;
  #partCount = 0;
  /** Lists, and packets of lists, that were let go. */
  #listsDropped = 0;
  #partsDropped = 0;

  /** Rows so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.#count;
  }

  /** A new row, all fields 0; answers its id. */
  add(): number {
    this.#records.grow(this.#count);
    return this.#count++;
  }

  /** Keeps a method in CSeq that differs from `method`; 0 for none. */
  setOtherCseqMethod(id: number, method: number): void {
    this.#otherCseqMethod.set(id, method === 0 ? UNNUMBERED : method);
  }

  /** Keeps a list of packets; answers its number for the `parts` column. */
  addParts(parts: readonly Part[]): number {
    for (const part of parts) {
      this.#partFiles.set(this.#partCount, part.file);
      this.#partOffsets.set(this.#partCount, part.recordOffset);
      this.#partDeltas.set(this.#partCount, part.start);
      this.#partLengths.set(this.#partCount++, part.length);
    }
    this.#partStarts.set(++this.#partLists, this.#partCount);
    return this.#partLists;
  }

  /** The packets that carried a message, where there are several; empty where its record alone holds it. */
  partsOf(id: number): Part[] {
    const list = this.parts.get(id);
    if (list === 0) return [];
    const parts: Part[] = [];
    for (let at = this.#partStarts.get(list - 1); at < this.#partStarts.get(list); at++) {
      parts.push({
        file: this.#partFiles.get(at),
        recordOffset: this.#partOffsets.get(at),
        start: this.#partDeltas.get(at),
        length: this.#partLengths.get(at),
      });
    }
    return parts;
  }

  /** Whether a message was not let go with its chunk. */
  isHere(id: number): boolean {
    return id >= 0 && id < this.#count && (id >= this.moved.end || this.moved.has(id));
  }

  /** Lets the oldest chunk of messages go, but for some that stay. Lists of packets of older ones are written anew. */
  moveChunk(stays: readonly number[]): void {
    this.moved.moveChunk(stays);
    for (const id of this.moved.rows) {
      const parts = this.partsOf(id);
      if (parts.length > 0) this.parts.set(id, this.addParts(parts));
    }
    this.#dropLists();
  }

  /** Lets go of the lists before the oldest that a message still has. */
  #dropLists(): void {
    if (this.#partLists === 0) return;
    let oldest = this.#partLists + 1;
    for (let id = this.moved.end; id < this.#count; id++) oldest = Math.min(oldest, this.parts.get(id) || oldest);
    for (const id of this.moved.rows) oldest = Math.min(oldest, this.parts.get(id) || oldest);
    for (; this.#listsDropped + CHUNK_ROWS <= oldest - 1; this.#listsDropped += CHUNK_ROWS)
      this.#partStarts.drop(this.#listsDropped >>> CHUNK_BITS);
    const first = this.#partStarts.get(oldest - 1);
    for (; this.#partsDropped + CHUNK_ROWS <= first; this.#partsDropped += CHUNK_ROWS) {
      this.#partFiles.drop(this.#partsDropped >>> CHUNK_BITS);
      this.#partOffsets.drop(this.#partsDropped >>> CHUNK_BITS);
    }
  }

  has(id: number, flag: number): boolean {
    return (this.flags.get(id) & flag) !== 0;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    const columns = [
      this.origin,
      this.file,
      this.payloadDelta,
      this.parts,
      this.tunnel,
      this.faults,
      this.#otherCseqMethod,
    ];
    const lists = [this.#partFiles, this.#partOffsets, this.#partDeltas, this.#partLengths, this.#partStarts];
    return [this.#records, this.moved, ...columns, ...lists].reduce((sum, part) => sum + part.bytes, 0);
  }
}
