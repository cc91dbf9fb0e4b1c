/**
 * Which conversations are legs of one call: groups, and the bonds that hold each together. A group is known by its first leg. It
 * keeps as many bonds as it takes to hold it, one fewer than legs: each leg but the first keeps one, not always one of its own.
 */
import { type MessageId, NO_ROW, type RowId } from '../model/ids.js';
import { IdColumn, Int32Column, Uint8Column } from '../tables/columns.js';
import type { MovedRows } from '../tables/moved-rows.js';
import { REASON_IDS, type Reason } from '../model/call-links.js';

/** More conversations than that are a conference or a trunk, not a call. */
export const MAX_LEGS = 64;

/** What holds two legs together. */
export interface Bond {
  a: RowId;
  b: RowId;
  reason: Reason;
  points: number;
  /** The messages that show it; NO_MESSAGE where it takes several, which are found again when somebody asks. */
  messageA: MessageId;
  messageB: MessageId;
}

export class Groups {
  /** First leg of the call of a leg, and the next leg of its call by number. */
  readonly #first: IdColumn<RowId, RowId>;
  readonly #next: IdColumn<RowId, RowId>;
  /** Of a first leg: legs that were evicted. */
  readonly #evicted: Int32Column<RowId>;
  /** The bond that a leg keeps. */
  readonly #a: IdColumn<RowId, RowId>;
  readonly #b: IdColumn<RowId, RowId>;
  readonly #messageA: IdColumn<RowId, MessageId>;
  readonly #messageB: IdColumn<RowId, MessageId>;
  readonly #reason: Uint8Column<RowId>;
  readonly #points: Uint8Column<RowId>;
  #joined = 0;

  /** @param moved Where conversations go whose chunk is dropped. */
  constructor(moved: MovedRows<RowId>) {
    this.#first = new IdColumn(moved);
    this.#next = new IdColumn(moved);
    this.#evicted = new Int32Column(moved);
    this.#a = new IdColumn(moved);
    this.#b = new IdColumn(moved);
    this.#messageA = new IdColumn(moved);
    this.#messageB = new IdColumn(moved);
    this.#reason = new Uint8Column(moved);
    this.#points = new Uint8Column(moved);
  }

  /** Conversations that are not the first leg of their call: so many fewer calls than conversations there are. */
  get joined(): number {
    return this.#joined;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    const { bytes } = this.#first;
    return [this.#next, this.#a, this.#b, this.#messageA, this.#messageB, this.#evicted].reduce(
      (sum, column) => sum + column.bytes,
      bytes + this.#reason.bytes + this.#points.bytes,
    );
  }

  /** The call of a conversation: its first leg. */
  of(row: RowId): RowId {
    const first = this.#first.get(row);
    return first === NO_ROW ? row : first;
  }

  /** The legs of a call, ascending. */
  legs(call: RowId): RowId[] {
    const legs: RowId[] = [];
    for (let leg = call; leg !== NO_ROW; leg = this.#next.get(leg)) legs.push(leg);
    return legs;
  }

  /** Legs of a call that were evicted. */
  evicted(call: RowId): number {
    return this.#evicted.get(call);
  }

  /** What holds a call together. */
  bonds(call: RowId): Bond[] {
    return this.legs(call)
      .slice(1)
      .flatMap(leg => (this.#points.get(leg) === 0 ? [] : [this.#bondAt(leg)]));
  }

  /**
   * Joins the calls of two legs.
   * @returns Whether they were two and are one now: not if it would have too many legs.
   */
  join(bond: Bond): boolean {
    const one = this.of(bond.a);
    const other = this.of(bond.b);
    if (one === other) return false;
    const legs = [...this.legs(one), ...this.legs(other)].sort((a, b) => a - b);
    if (legs.length > MAX_LEGS) return false;
    const [first, second] = one < other ? [one, other] : [other, one];
    this.#keep(second, bond);
    this.#evicted.set(first, this.#evicted.get(one) + this.#evicted.get(other));
    this.#evicted.set(second, 0);
    this.#chain(legs);
    this.#joined++;
    return true;
  }

  /** Takes a call apart: each of its legs is alone. */
  dissolve(call: RowId): RowId[] {
    const legs = this.legs(call);
    this.#joined -= legs.length - 1;
    for (const leg of legs) {
      this.#first.set(leg, NO_ROW);
      this.#next.set(leg, NO_ROW);
      this.#points.set(leg, 0);
    }
    return legs;
  }

  /** Takes legs that are evicted out of their call. The others stay together, and it says how many were evicted. */
  evict(call: RowId, gone: ReadonlySet<RowId>): void {
    const evicted = this.#evicted.get(call);
    const bonds = this.bonds(call);
    const legs = this.dissolve(call);
    this.#evicted.set(call, 0);
    const stay = legs.filter(leg => !gone.has(leg));
    if (stay.length === 0) return;
    this.#evicted.set(stay[0]!, evicted + legs.length - stay.length);
    this.#chain(stay);
    this.#joined += stay.length - 1;
    const kept = bonds.filter(({ a, b }) => !gone.has(a) && !gone.has(b));
    for (let at = 0; at < Math.min(kept.length, stay.length - 1); at++) this.#keep(stay[at + 1]!, kept[at]!);
  }

  #chain(legs: readonly RowId[]): void {
    const first = legs[0]!;
    for (let at = 0; at < legs.length; at++) {
      if (at > 0) this.#first.set(legs[at]!, first);
      this.#next.set(legs[at]!, legs[at + 1] ?? NO_ROW);
    }
  }

  #keep(leg: RowId, { a, b, reason, points, messageA, messageB }: Bond): void {
    this.#a.set(leg, a);
    this.#b.set(leg, b);
    this.#messageA.set(leg, messageA);
    this.#messageB.set(leg, messageB);
    this.#reason.set(leg, REASON_IDS.indexOf(reason));
    this.#points.set(leg, points);
  }

  #bondAt(leg: RowId): Bond {
    return {
      a: this.#a.get(leg),
      b: this.#b.get(leg),
      reason: REASON_IDS[this.#reason.get(leg)]!,
      points: this.#points.get(leg),
      messageA: this.#messageA.get(leg),
      messageB: this.#messageB.get(leg),
    };
  }
}
