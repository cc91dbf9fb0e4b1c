/**
 * Which headers messages and conversations have: a number for the header list of a message (its shape), and a number
 * for the union of the shapes of a conversation. Unions are computed once.
 */
import type { RowId } from '../model/ids.js';
import type { ScannedMessage } from '../sip/scan/scanned-message.js';
import { type Reading, UNNUMBERED } from './message-table.js';

const MAX_SETS = 1 << 18;
const CACHE = 1 << 12;
const RECENT = 1 << 10;

export class HeaderSets {
  /** By shape number: its set, and its exact list. */
  readonly #shapeSet: number[] = [];
  readonly #shapeList: Uint16Array[] = [];
  readonly #shapeByHash = new Map<number, number[]>();
  /** Sets: sorted header numbers, by number; 0 is the empty set. */
  readonly #sets: Uint16Array[] = [new Uint16Array(0)];
  readonly #setByKey = new Map<string, number>([['', 0]]);
  /** Recent unions: set, shape and their union, by a hash of the first two. */
  readonly #cacheSet = new Int32Array(CACHE).fill(-1);
  readonly #cacheShape = new Int32Array(CACHE);
  readonly #cacheUnion = new Int32Array(CACHE);
  /** Recent shapes by hash. */
  readonly #recent = new Int32Array(RECENT).fill(-1);

  /** Number of the shape of a message; UNNUMBERED if there are too many shapes. */
  shape(scanned: ScannedMessage): number {
    const slot = (scanned.shapeHash ^ (scanned.shapeHash >>> 16)) & (RECENT - 1);
    const recent = this.#recent[slot]!;
    if (recent >= 0 && this.#isShape(recent, scanned)) return recent;
    let candidates = this.#shapeByHash.get(scanned.shapeHash);
    let shape = candidates?.find(candidate => this.#isShape(candidate, scanned)) ?? -1;
    if (shape < 0) {
      if (this.#shapeList.length >= UNNUMBERED) return UNNUMBERED;
      shape = this.#shapeList.length;
      const list = scanned.headers.slice(0, scanned.headerCount);
      this.#shapeList.push(list);
      this.#shapeSet.push(this.#set(list));
      if (candidates === undefined) {
        candidates = [];
        this.#shapeByHash.set(scanned.shapeHash, candidates);
      }
      candidates.push(shape);
    }
    this.#recent[slot] = shape;
    return shape;
  }

  /** Number of the set with the headers of `set` and of `shape`; `set` itself if there are too many sets. */
  union(set: number, shape: number): number {
    const slot = (Math.imul(set, 0x9e3779b1) ^ shape) & (CACHE - 1);
    if (this.#cacheSet[slot] === set && this.#cacheShape[slot] === shape) return this.#cacheUnion[slot]!;
    const added = this.#sets[this.#shapeSet[shape] ?? 0]!;
    const union = this.#set([...this.#sets[set]!, ...added], set);
    this.#cacheSet[slot] = set;
    this.#cacheShape[slot] = shape;
    this.#cacheUnion[slot] = union;
    return union;
  }

  /** True if the set has the header with this number. */
  has(set: number, header: number): boolean {
    return this.#sets[set]?.includes(header) ?? false;
  }

  /** True if a message of this shape has the header; also for UNNUMBERED, whose headers are not known. */
  shapeHas(shape: number, header: number): boolean {
    return shape === UNNUMBERED || (this.#shapeList[shape]?.includes(header) ?? false);
  }

  /** Header numbers of a set, ascending. */
  headers(set: number): Uint16Array {
    return this.#sets[set] ?? this.#sets[0]!;
  }

  /** Number of rows whose set has each header, by header number up to `headers`. */
  counts(rows: Iterable<RowId>, setOf: Reading<RowId>, headers: number): Uint32Array {
    const bySet = new Uint32Array(this.#sets.length);
    for (const row of rows) bySet[setOf.get(row)]!++;
    const byHeader = new Uint32Array(headers + 1);
    this.#sets.forEach((set, number) => {
      for (const header of set) byHeader[header]! += bySet[number]!;
    });
    return byHeader;
  }

  #isShape(shape: number, scanned: ScannedMessage): boolean {
    const list = this.#shapeList[shape]!;
    if (list.length !== scanned.headerCount) return false;
    for (let i = 0; i < list.length; i++) if (list[i] !== scanned.headers[i]) return false;
    return true;
  }

  #set(headers: Iterable<number>, otherwise = 0): number {
    const sorted = Uint16Array.from(new Set(headers)).sort();
    const key = sorted.join();
    const known = this.#setByKey.get(key);
    if (known !== undefined) return known;
    if (this.#sets.length >= MAX_SETS) return otherwise;
    const set = this.#sets.length;
    this.#sets.push(sorted);
    this.#setByKey.set(key, set);
    return set;
  }
}
