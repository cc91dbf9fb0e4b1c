/**
 * Which headers messages and conversations have: a number for the header list of a message (its shape), and a number for the union of
 * the shapes of a conversation (its set). Ordinary captures have a few hundred of each. A hostile one brings new header names with
 * every message, so what is kept is bounded: a message beyond that is not listed, nor is its conversation. Whether they have a header
 * is then only known from the text.
 */
import type { RowId } from '../../../../src/model/ids.js';
import type { ReferenceScan } from '../../scan/reference-scan.js';
import { viewOf } from '../../../../src/bytes/words.js';
import { Interner } from '../../tables/interner.js';
import { type Reading, UNNUMBERED } from '../message-table.js';

const MAX_SETS = 1 << 16;
/** The set of a conversation with a message that is not listed, or with more headers than a set holds. */
const UNLISTED = MAX_SETS;
/** Headers of a set. */
const MAX_HEADERS = 512;
/** Header numbers kept, of all shapes and of all sets: 4 MB each. */
const MAX_KEPT = 1 << 21;
const CACHE = 1 << 12;
/** Header numbers are kept as two bytes each. */
const BYTES = Uint16Array.BYTES_PER_ELEMENT;

export class HeaderSets {
  /** Lists of header numbers in the order of the message. */
  readonly #shapes = new Interner(UNNUMBERED);
  /** Lists of header numbers, ascending; 0 is the empty set. */
  readonly #sets = new Interner(MAX_SETS);
  readonly #setOfShape: number[] = [];
  #shapeRoom = MAX_KEPT;
  #setRoom = MAX_KEPT;
  /** Where unions are made. */
  readonly #union = new Uint16Array(2 * MAX_HEADERS);
  readonly #unionView = viewOf(new Uint8Array(this.#union.buffer));
  /** Recent unions: set, shape and their union, by a hash of the first two. A cache: two that share a place are made again. */
  readonly #cacheSet = new Int32Array(CACHE).fill(-1);
  readonly #cacheShape = new Int32Array(CACHE);
  readonly #cacheUnion = new Int32Array(CACHE);
  #unlisted = 0;

  constructor() {
    this.#sets.internView(this.#unionView, 0, 0);
  }

  /** Messages of conversations that are not listed, while they were not. */
  get unlisted(): number {
    return this.#unlisted;
  }

  /** Number of the shape of a message; UNNUMBERED where it is not listed. */
  shape(scanned: ReferenceScan): number {
    const shape = scanned.unlisted === 1 ? -1 : this.#shape(scanned);
    return shape < 0 ? UNNUMBERED : shape;
  }

  /** Takes in a message: number of the set with the headers of its conversation, until now `set`, and of its shape. */
  union(set: number, shape: number): number {
    const union = this.#cached(set, shape);
    if (union === UNLISTED) this.#unlisted++;
    return union;
  }

  #cached(set: number, shape: number): number {
    if (set === UNLISTED || shape === UNNUMBERED) return UNLISTED;
    const slot = (Math.imul(set, 0x9e3779b1) ^ shape) & (CACHE - 1);
    if (this.#cacheSet[slot] === set && this.#cacheShape[slot] === shape) return this.#cacheUnion[slot]!;
    const added = this.#setOfShape[shape]!;
    const union = added === UNLISTED ? UNLISTED : this.#unionOf(this.#listOf(set), this.#listOf(added));
    this.#cacheSet[slot] = set;
    this.#cacheShape[slot] = shape;
    this.#cacheUnion[slot] = union;
    return union;
  }

  /** True if the set has the header with this number. */
  has(set: number, header: number): boolean {
    return set !== UNLISTED && this.#listOf(set).includes(header);
  }

  /** True if a conversation with this set might have the header; false only if none of its messages has. */
  mightHave(set: number, header: number): boolean {
    return set === UNLISTED || this.has(set, header);
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

  /** -1 if there is no room for another shape. */
  #shape({ headersView, headers, headerCount }: ReferenceScan): number {
    const { count } = this.#shapes;
    // A message has at most 256 header lines, which is less than what is left here.
    if (this.#shapeRoom < headerCount) return -1;
    const shape = this.#shapes.internView(headersView, 0, BYTES * headerCount);
    if (shape !== count) return shape;
    this.#shapeRoom -= headerCount;
    const sorted = headers.slice(0, headerCount).sort();
    this.#setOfShape.push(this.#unionOf(sorted, NO_HEADERS));
    return shape;
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
    const set = this.#sets.internView(this.#unionView, 0, BYTES * length);
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
  // Entries of an interner begin at even offsets.
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / BYTES);
}
