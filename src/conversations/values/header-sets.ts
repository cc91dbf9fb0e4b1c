/**
 * Which headers messages and conversations have: a number for the header list of a message (its shape), and a number for the union of
 * the shapes of a conversation (its set). Ordinary captures have a few hundred of each. A hostile one brings new header names with
 * every message, so what is kept is bounded: a message beyond that is not listed, nor is its conversation. Whether they have a header
 * is then only known from the text.
 */
import type { RowId } from '../../model/ids.js';
import { WasmCore } from '../../binding/wasm-core.js';
import { Interner } from '../../tables/interner.js';
import { type Reading, UNNUMBERED } from '../message-table.js';

const MAX_SETS = 1 << 16;
/** The set of a conversation with a message that is not listed, or with more headers than a set holds. */
export const UNLISTED = MAX_SETS;
/** Headers of a set. */
const MAX_HEADERS = 512;
/** Header numbers kept, of all shapes and of all sets: 4 MB each. */
export const MAX_HEADERS_KEPT = 1 << 21;
/** Header numbers are kept as two bytes each. */
const BYTES = Uint16Array.BYTES_PER_ELEMENT;

export class HeaderSets {
  /** Lists of header numbers in the order of the message. */
  readonly #shapes: Interner;
  /** Lists of header numbers, ascending; 0 is the empty set. */
  readonly #sets: Interner;
  readonly #setOfShape: number[] = [];
  #setRoom = MAX_HEADERS_KEPT;
  /** Where unions are made. */
  readonly #union = new Uint16Array(2 * MAX_HEADERS);
  readonly #unionBytes = new Uint8Array(this.#union.buffer);
  readonly #core: WasmCore;

  /** @param core Meets the shapes, and remembers recent unions (src/core/conversations/shapes.ts). */
  constructor(core = new WasmCore()) {
    this.#core = core;
    this.#shapes = new Interner(UNNUMBERED, { core, address: core.exports.shapes.value });
    this.#sets = new Interner(MAX_SETS, { core });
    this.#sets.intern(this.#unionBytes, 0, 0);
    core.host.shapeAdded = shape => this.#addShape(shape);
    core.host.unionOf = (set, shape) => this.#unionWith(set, shape);
  }

  /** Messages of conversations that are not listed, while they were not. */
  get unlisted(): number {
    return this.#core.exports.unlistedHeaders.value;
  }

  /** Memory held by the lists, in bytes. */
  get bytes(): number {
    return this.#shapes.bytes + this.#sets.bytes;
  }

  /** Number of the set with the headers of another and of a shape. */
  #unionWith(set: number, shape: number): number {
    const added = this.#setOfShape[shape]!;
    return added === UNLISTED ? UNLISTED : this.#unionOf(this.#listOf(set), this.#listOf(added));
  }

  /** True if the set has the header with this number. */
  has(set: number, header: number): boolean {
    return set !== UNLISTED && this.#listOf(set).includes(header);
  }

  /** True if a conversation with this set might have the header; false only if none of its messages has. */
  mightHave(set: number, header: number): boolean {
    return set === UNLISTED || this.has(set, header);
  }

  /** True if a message of this shape might have the header; false only if it has not. */
  shapeMightHave(shape: number, header: number): boolean {
    return shape === UNNUMBERED || listIn(this.#shapes, shape).includes(header);
  }

  /** Number of rows whose set has each header, by header number up to `headers`. Rows that are not listed count for none. */
  counts(rows: Iterable<RowId>, setOf: Reading<RowId>, headers: number): Uint32Array {
    const bySet = new Uint32Array(UNLISTED + 1);
    for (const row of rows) bySet[setOf.get(row)]!++;
    const byHeader = new Uint32Array(headers + 1);
    for (let set = 0; set < this.#sets.count; set++) {
      if (bySet[set] !== 0) for (const header of this.#listOf(set)) byHeader[header]! += bySet[set]!;
    }
    return byHeader;
  }

  /** A shape was met first: shapes come in the order of their numbers. */
  #addShape(shape: number): void {
    const sorted = listIn(this.#shapes, shape).slice().sort();
    this.#setOfShape.push(this.#unionOf(sorted, NO_HEADERS));
  }

  /** Number of the set of all headers of two lists, each ascending; the first may have repeats. */
  #unionOf(first: Uint16Array, second: Uint16Array): number {
    const union = this.#union;
    let length = 0;
    for (let i = 0, j = 0; i < first.length || j < second.length; ) {
      const a = first[i] ?? Number.POSITIVE_INFINITY;
      const b = second[j] ?? Number.POSITIVE_INFINITY;
      const header = Math.min(a, b);
      if (a === header) i++;
      if (b === header) j++;
      if (length === 0 || union[length - 1] !== header) union[length++] = header;
    }
    if (length > MAX_HEADERS || this.#setRoom < length) return UNLISTED;
    const { count } = this.#sets;
    const set = this.#sets.intern(this.#unionBytes, 0, BYTES * length);
    if (set < 0) return UNLISTED;
    if (set === count) this.#setRoom -= length;
    return set;
  }

  #listOf(set: number): Uint16Array {
    return listIn(this.#sets, set);
  }
}

const NO_HEADERS = new Uint16Array(0);

/** A list as numbers. */
function listIn(lists: Interner, list: number): Uint16Array {
  const bytes = lists.bytesOf(list);
  // Entries of an interner begin at even addresses.
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / BYTES);
}
