/**
 * The index of messages: one row per message, in order of arrival. A row holds only numbers: texts are in the
 * interners of `Conversations`, the bytes of a message in the file its row points to.
 */
import type { CoreTable } from '../binding/core-table.js';
import type { Part } from '../decode/decoded-message.js';
import { type MessageId, messageId, type RowId } from '../model/ids.js';
import { NO_TIME } from '../model/times.js';
import { Int32Column } from '../tables/columns.js';
import { CHUNK_BITS, CHUNK_ROWS } from '../tables/moved-rows.js';
import { Recorded } from '../tables/recorded.js';
import { Records } from '../tables/records.js';

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
  /** Its source tells the time of day and no date. */
  Undated: 1 << 16,
  /** Captured live, and in no file of the user's. */
  Unsaved: 1 << 17,
} as const;

/** Bits 9 to 11 of the flags: index in TRANSPORTS. */
export const TRANSPORT_SHIFT = 9;
export const RSEQ_SHIFT = 12;

/** A shape, method or reason beyond what 16 bits can number. */
export const UNNUMBERED = 0xffff;

/** Something with a number for each row of a table. */
export interface Reading<Row> {
  get(row: Row): number;
}

/**
 * The fields of a record, byte by byte:
 *
 *       0       1       2       3       4       5       6       7
 *    0 │timeUs                                                         │
 *    8 │recordOffset                                                   │
 *   16 │payloadDelta                   │length                         │
 *   24 │conversation                   │previousMessage                │
 *   32 │source                         │destination                    │
 *   40 │cseq                           │branch                         │
 *   48 │fromTag                        │toTag                          │
 *   56 │flags                          │method         │status         │
 *   64 │reason         │shape          │agent          │tunnel         │
 */
export class MessageTable extends Recorded<MessageId> {
  /** When it was captured; NO_TIME if nobody told. */
  readonly timeUs = this.record.float64();
  /** Byte offset of the record that holds the message in its file, and bytes from there to the message. */
  readonly recordOffset = this.record.float64();
  readonly payloadDelta = this.record.uint32();
  /** Bytes of the message as captured. */
  readonly length = this.record.uint32();
  readonly conversation = this.record.int32<RowId>();
  /** The message before it in its conversation, by time; NO_MESSAGE at the first. */
  readonly previousMessage = this.record.id<MessageId>();
  /** Ids of `Conversations.endpoints`. */
  readonly source = this.record.int32();
  readonly destination = this.record.int32();
  readonly cseq = this.record.uint32();
  /** Hashes, 0 where absent; `branch` is that of the topmost Via. sip/branch-and-tags.ts has the texts. */
  readonly branch = this.record.int32();
  readonly fromTag = this.record.int32();
  readonly toTag = this.record.int32();
  /** Bits of MESSAGE, and others by their shifts. */
  readonly flags = this.record.uint32();
  /** Method of a request, as a number of `Conversations.methods`; for a response that of CSeq. */
  readonly method = this.record.uint16();
  /** Status code of a response, 0 if unreadable. */
  readonly status = this.record.uint16();
  /** Id of `Conversations.reasons`. */
  readonly reason = this.record.uint16();
  /** Number of the shape: the header names in their order (`HeaderSets`). */
  readonly shape = this.record.uint16();
  /** User-Agent or Server: id of `Conversations.agents`, 0 if absent. */
  readonly agent = this.record.uint16();
  /** Outer layers: id of `Conversations.tunnels`, 0 if there are none. */
  readonly tunnel = this.record.uint16();

  /** Where a message without a time belongs: the last time its source told before it; 0 if none. */
  readonly placeUs = this.record.sparse.float64();
  /** The opened source it came from, by number; `file` may be a segment of the spool instead. */
  readonly origin = this.record.sparse.uint32();
  readonly file = this.record.sparse.uint32();
  /** Number of the list of packets that carried it (`partsOf`); 0 if one packet holds it verbatim. */
  readonly parts = this.record.sparse.int32();
  /** What is wrong with it: bits by FAULT_CODES. */
  readonly faults = this.record.sparse.uint32();
  /** Method in CSeq if it differs from `method`; UNNUMBERED if it is absent. */
  readonly #otherCseqMethod = this.record.sparse.uint16();

  /** What messages are ordered by: their time, or the place of one that has none. */
  readonly orderUs: Reading<MessageId> = {
    get: id => {
      const timeUs = this.timeUs.get(id);
      return Number.isNaN(timeUs) ? this.placeUs.get(id) : timeUs;
    },
  };
  /** Index in TRANSPORTS. */
  readonly transport: Reading<MessageId> = { get: id => (this.flags.get(id) >>> TRANSPORT_SHIFT) & 7 };
  /** Method in CSeq, 0 where absent. */
  readonly cseqMethod: Reading<MessageId> = {
    get: id => {
      const other = this.#otherCseqMethod.get(id);
      return other === 0 ? this.method.get(id) : other === UNNUMBERED ? 0 : other;
    },
  };

  /** Packets of all lists, one after the other; see `Part`. */
  readonly #part = new Records(24);
  readonly #partOffset = this.#part.float64();
  readonly #partFile = this.#part.uint32();
  readonly #partDelta = this.#part.uint32();
  readonly #partLength = this.#part.uint32();
  /** First entry of each list, by number - 1. */
  readonly #partStarts = new Int32Column();
  #partLists = 0;
  #partCount = 0;
  /** Lists, and packets of lists, that were dropped. */
  #listsDropped = 0;
  #partsDropped = 0;
  #unsaved = 0;

  /** @param table Where the rows are; without it they are here. */
  constructor(table?: CoreTable) {
    super(72, table);
  }

  /** Adds a row with all fields 0; returns its id. */
  add(): MessageId {
    return messageId(this.record.add());
  }

  /** Stores a CSeq method that differs from `method`; 0 for none. */
  setOtherCseqMethod(id: MessageId, method: number): void {
    this.#otherCseqMethod.set(id, method === 0 ? UNNUMBERED : method);
  }

  /** Keeps a list of packets; returns its number for the `parts` column. */
  addParts(parts: readonly Part[]): number {
    for (const part of parts) {
      const at = this.#partCount++;
      this.#part.grow(at);
      this.#partFile.set(at, part.file);
      this.#partOffset.set(at, part.recordOffset);
      this.#partDelta.set(at, part.start);
      this.#partLength.set(at, part.length);
    }
    this.#partStarts.set(++this.#partLists, this.#partCount);
    return this.#partLists;
  }

  /** The packets that carried a message, if there are several; empty if its record alone holds it. */
  partsOf(id: MessageId): Part[] {
    const list = this.parts.get(id);
    if (list === 0) return [];
    const parts: Part[] = [];
    for (let at = this.#partStarts.get(list - 1); at < this.#partStarts.get(list); at++) {
      parts.push({
        file: this.#partFile.get(at),
        recordOffset: this.#partOffset.get(at),
        start: this.#partDelta.get(at),
        length: this.#partLength.get(at),
      });
    }
    return parts;
  }

  /** Whether a message was not dropped with its chunk. */
  isHere(id: MessageId): boolean {
    return id >= 0 && id < this.count && (id >= this.moved.end || this.moved.has(id));
  }

  /** Drops the oldest chunk of messages, except those that stay. Older lists of packets are rewritten. */
  moveChunk(stays: readonly MessageId[]): void {
    this.moved.moveChunk(stays);
    for (const id of this.moved.rows) {
      const parts = this.partsOf(id);
      if (parts.length > 0) this.parts.set(id, this.addParts(parts));
    }
    this.#dropLists();
  }

  /** Drops the lists before the oldest that a message still has. */
  #dropLists(): void {
    if (this.#partLists === 0) return;
    let oldest = this.#partLists + 1;
    for (let id = messageId(this.moved.end); id < this.count; id++)
      oldest = Math.min(oldest, this.parts.get(id) || oldest);
    for (const id of this.moved.rows) oldest = Math.min(oldest, this.parts.get(id) || oldest);
    for (; this.#listsDropped + CHUNK_ROWS <= oldest - 1; this.#listsDropped += CHUNK_ROWS)
      this.#partStarts.drop(this.#listsDropped >>> CHUNK_BITS);
    const first = this.#partStarts.get(oldest - 1);
    for (; this.#partsDropped + CHUNK_ROWS <= first; this.#partsDropped += CHUNK_ROWS)
      this.#part.drop(this.#partsDropped >>> CHUNK_BITS);
  }

  has(id: MessageId, flag: number): boolean {
    return (this.flags.get(id) & flag) !== 0;
  }

  /** Messages that are in no file of the user's: those with the flag `Unsaved`. */
  get unsaved(): number {
    return this.#unsaved;
  }

  /** Notes whether a message is in no file of the user's. One that is let go is noted as if it was. */
  setUnsaved(id: MessageId, unsaved: boolean): void {
    if (this.has(id, MESSAGE.Unsaved) === unsaved) return;
    this.flags.set(id, this.flags.get(id) ^ MESSAGE.Unsaved);
    this.#unsaved += unsaved ? 1 : -1;
  }

  /**
   * µs from one message to another. NO_TIME where one is missing, where nobody told the time of one, and where only one
   * has a date: their clocks cannot be compared.
   */
  elapsedUs(from: MessageId, to: MessageId): number {
    if (from < 0 || to < 0 || this.has(from, MESSAGE.Undated) !== this.has(to, MESSAGE.Undated)) return NO_TIME;
    return this.timeUs.get(to) - this.timeUs.get(from);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.record.bytes + this.moved.bytes + this.#part.bytes + this.#partStarts.bytes;
  }
}
