/**
 * The calls: which conversations are legs of one call, why, and what was evicted of each. Kept up to date as messages arrive; what
 * changed is looked at when somebody asks, or after each round of reading.
 */
import type { Conversations } from '../conversations/conversations.js';
import type { Derived } from '../conversations/derived.js';
import { NO_MESSAGE, type RowId } from '../model/ids.js';
import { type Bond, Groups } from './groups.js';
import type { Link } from './link.js';

/** What is known of the calls of some tables. */
class Known {
  readonly conversations: Conversations;
  readonly groups: Groups;
  /** Conversations to look at. */
  readonly waiting = new Set<RowId>();
  readonly byLink = new Map<number, RowId>();

  constructor(conversations: Conversations) {
    this.conversations = conversations;
    this.groups = new Groups(conversations.table.moved);
  }
}

export class Calls implements Derived {
  #known: Known | undefined;
  #regrouped = new Set<RowId>();

  changed(rows: readonly RowId[], conversations: Conversations): void {
    if (this.#known?.conversations !== conversations) this.#known = new Known(conversations);
    for (const row of rows) this.#known.waiting.add(row);
  }

  gone(rows: readonly RowId[]): void {
    const known = this.#known;
    if (!known) return;
    const gone = new Set(rows);
    for (const row of rows) known.waiting.delete(row);
    for (const call of new Set(rows.map(row => known.groups.of(row)))) known.groups.evict(call, gone);
  }

  cleared(): void {
    this.#known = undefined;
    this.#regrouped = new Set();
  }

  /** Whether there is something to look at. */
  get waits(): boolean {
    return (this.#known?.waiting.size ?? 0) > 0;
  }

  /** Looks, in steps, at what changed. */
  *settle(): Generator<undefined, void> {
    const known = this.#known;
    if (!known) return;
    for (const row of known.waiting) {
      known.waiting.delete(row);
      this.#join(known, row);
      yield;
    }
  }

  /** Calls whose legs are others than when this was asked last, by their first legs of now; each leg that left one is told, too. */
  takeRegrouped(): RowId[] {
    const regrouped = [...this.#regrouped];
    this.#regrouped.clear();
    return regrouped;
  }

  /** How many conversations are not the first leg of their call. */
  get joined(): number {
    return this.#known?.groups.joined ?? 0;
  }

  /** The call of a conversation: the row of its first leg. */
  of(row: RowId): RowId {
    return this.#known?.groups.of(row) ?? row;
  }

  /** The legs of a call, ascending; a conversation that is alone is its only one. */
  legs(call: RowId): RowId[] {
    return this.#known?.groups.legs(call) ?? [call];
  }

  /** Legs of a call that were evicted. */
  evicted(call: RowId): number {
    return this.#known?.groups.evicted(call) ?? 0;
  }

  /** What holds the legs of a call together, with its evidence. */
  links(call: RowId): Link[] {
    return (this.#known?.groups.bonds(call) ?? []).map(bond => ({ ...bond, evidence: [] }));
  }

  /** Joins the calls of two conversations, as the user says; false where it would have too many legs. */
  join(a: RowId, b: RowId): boolean {
    const bond: Bond = { a, b, reason: 'by-hand', points: 100, messageA: NO_MESSAGE, messageB: NO_MESSAGE };
    return this.#known !== undefined && this.#bind(this.#known, bond);
  }

  /** Takes a call apart, as the user says: its legs are not joined again by themselves. */
  split(call: RowId): void {
    for (const leg of this.#known?.groups.dissolve(call) ?? []) this.#regrouped.add(leg);
  }

  #join(known: Known, row: RowId): void {
    for (const { value, message } of known.conversations.linksOf(row)) {
      const other = known.byLink.get(value);
      if (other === undefined) known.byLink.set(value, row);
      else if (other !== row)
        this.#bind(known, {
          a: other,
          b: row,
          reason: 'session-id',
          points: 95,
          messageA: NO_MESSAGE,
          messageB: message,
        });
    }
  }

  #bind(known: Known, bond: Bond): boolean {
    const joined = known.groups.join(bond);
    if (joined) this.#regrouped.add(known.groups.of(bond.a)).add(bond.a).add(bond.b);
    return joined;
  }
}
