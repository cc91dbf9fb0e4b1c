/**
 * Numbers for runs of bytes: each distinct run gets an id, in order of arrival from 0. No string is created on the way in; the
 * text of an id is decoded on demand. An id is never reused: a run that was released gets a new one when it comes again.
 *
 * The runs lie in the memory of the core (src/core/tables/interner.ts), which meets most of them itself.
 */
import { WasmCore } from '../binding/wasm-core.js';
import { decodeText } from '../bytes/text.js';
import { LiveIds } from './live-ids.js';
import { CHUNK_ROWS, MovedRows } from './moved-rows.js';

/** Longer runs are known by this many first bytes. */
export const MAX_RUN = 0xffff;
/** Ids looked at in one step of a sweep: below a millisecond. */
const IDS_A_STEP = 1024;

interface Where<Id extends number> {
  /** Whose memory it is; without it, of one of its own. */
  core?: WasmCore;
  /** The address of one that the core has; without it, a new one. */
  address?: number;
  /** Where the ids of a dropped chunk go; given for ids that are rows of a table. */
  moved?: MovedRows<Id>;
}

/** @typeParam Id What its ids are: rows of a table (model/ids.ts), or any number. */
export class Interner<Id extends number = number> {
  readonly #core: WasmCore;
  readonly #address: number;
  readonly #moved: MovedRows<Id>;

  /** @param limit Most distinct runs kept; `intern` returns -1 for a further one. */
  constructor(limit = 0x3fff_ffff, { core = new WasmCore(), address, moved = new MovedRows<Id>() }: Where<Id> = {}) {
    const { exports } = core;
    this.#core = core;
    this.#address = address ?? exports.newInterner(limit);
    core.renew();
    this.#moved = moved;
    const places = exports.placesOf(this.#address);
    moved.joinChunks({
      drop: chunk => exports.dropChunk(places, chunk),
      move: id => exports.moveRow(places, id),
      release: id => exports.releaseRow(places, id),
    });
  }

  /** Distinct runs so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.#core.exports.idsOf(this.#address);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#core.exports.internerBytes(this.#address);
  }

  /** Id of bytes [start, end); a new one if they are unknown, -1 if the table is full. */
  intern(bytes: Uint8Array, start = 0, end = bytes.length): Id {
    const at = this.#core.lend(bytes, start, end);
    const id = this.#core.exports.intern(this.#address, at, end - start);
    this.#core.renew();
    return id as Id;
  }

  /** `intern` for a run that lies in the memory of the core. */
  internAt(at: number, length: number): Id {
    const id = this.#core.exports.intern(this.#address, at, length);
    this.#core.renew();
    return id as Id;
  }

  /** True where a run in the memory of the core is that of an id. */
  isAt(id: Id, at: number, length: number): boolean {
    return this.#core.exports.isRun(this.#address, id, at, length) === 1;
  }

  /** Id of these bytes; -1 if they are unknown. */
  find(bytes: Uint8Array): Id {
    const at = this.#core.lend(bytes, 0, bytes.length);
    return this.#core.exports.find(this.#address, at, bytes.length) as Id;
  }

  /** True where bytes [start, end) are those of an id. */
  is(id: Id, bytes: Uint8Array, start: number, end: number): boolean {
    const kept = this.bytesOf(id);
    if (kept.length !== Math.min(MAX_RUN, end - start)) return false;
    for (let i = 0; i < kept.length; i++) if (kept[i] !== bytes[start + i]) return false;
    return true;
  }

  /** The bytes of an id, none if it was dropped: a view until the next call, not to be written to. */
  bytesOf(id: Id): Uint8Array {
    const { exports, bytes } = this.#core;
    const at = exports.bytesOf(this.#address, id);
    return at === 0 ? bytes.subarray(0, 0) : bytes.subarray(at, at + exports.lengthOf(this.#address, id));
  }

  /** Whether a run, which lies at [start, end) of the bytes given, is one of a kind; false where it was dropped. Makes no view of it. */
  isOfKind(id: Id, isSo: (bytes: Uint8Array, start: number, end: number) => boolean): boolean {
    const { exports, bytes } = this.#core;
    const start = exports.bytesOf(this.#address, id);
    return start !== 0 && isSo(bytes, start, start + exports.lengthOf(this.#address, id));
  }

  /** The text of an id; Latin-1 if the bytes are no UTF-8. */
  text(id: Id): string {
    return decodeText(this.bytesOf(id));
  }

  /** Makes the bytes of an id be met anew from now on; its text is there until it is released. */
  unlink(id: Id): void {
    this.#core.exports.unlink(this.#address, id);
  }

  /** Forgets an id and its bytes. */
  release(id: Id): void {
    this.#core.exports.release(this.#address, id);
  }

  /** Writes the bytes of an id anew, so that the chunk of the arena where they lay may become free. */
  rewrite(id: Id): void {
    this.#core.exports.rewrite(this.#address, id);
    this.#core.renew();
  }

  /** Begins to note which ids are in use. Those interned until `sweep` is done are noted by themselves. */
  mark(): LiveIds<Id> {
    this.#core.exports.beginMarks(this.#address);
    this.#core.renew();
    return new LiveIds<Id>(this.#core, this.#address);
  }

  /** Releases, in steps, every id that was not noted since `mark`. */
  *sweep(): Generator<undefined, void> {
    const marks = new LiveIds<Id>(this.#core, this.#address);
    let steps = 0;
    for (const id of Array.from(this.#moved.rows)) {
      if (++steps % IDS_A_STEP === 0) yield;
      if (marks.has(id)) continue;
      this.release(id);
      this.#moved.release(id);
    }
    for (let id = this.#moved.end as Id; id < marks.count; id++) {
      if (++steps % IDS_A_STEP === 0) yield;
      if (!marks.has(id)) this.release(id);
    }
    while (this.#moved.end + CHUNK_ROWS <= marks.count) {
      this.#moved.moveChunk(marks.between(this.#moved.end, this.#moved.end + CHUNK_ROWS));
      this.#core.renew();
      yield;
    }
    for (const id of Array.from(this.#moved.rows)) {
      if (++steps % IDS_A_STEP === 0) yield;
      this.rewrite(id);
    }
    this.#core.exports.endMarks(this.#address);
  }
}
