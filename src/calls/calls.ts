/**
 * The calls: which conversations are legs of one call, why, and what was evicted of each. Kept up to date as messages arrive; what
 * changed is looked at when somebody asks, or after each round of reading.
 */
import type { Conversations } from '../conversations/conversations.js';
import type { Derived } from '../conversations/derived.js';
import { NO_MESSAGE, type RowId } from '../model/ids.js';
import { EvidenceOfLinks } from './evidence.js';
import { Joining } from './joining.js';
import type { Link } from './link.js';

export class Calls implements Derived {
  /** The tables of now. */
  #conversations: Conversations | undefined;
  /** There from the first time that somebody asks: who never does pays nothing. */
  #joining: Joining | undefined;
  readonly #regrouped = new Set<RowId>();

  changed(rows: readonly RowId[], conversations: Conversations): void {
    this.#conversations = conversations;
    this.#joining?.changed(rows);
  }

  gone(rows: readonly RowId[]): void {
    this.#joining?.gone(rows);
  }

  cleared(): void {
    this.#conversations = undefined;
    this.#joining = undefined;
    this.#regrouped.clear();
  }

  /** Whether there is something to look at. */
  get waits(): boolean {
    return this.#joining?.waits ?? this.#conversations !== undefined;
  }

  /** Looks, in steps, at what changed. */
  *settle(): Generator<undefined, void> {
    if (!this.#conversations) return;
    if (!this.#joining) {
      this.#joining = new Joining(this.#conversations, this.#regrouped);
      this.#joining.changed([...this.#conversations.rows]);
    }
    yield* this.#joining.settle();
  }

  /** Calls whose legs are others than when this was asked last, by their first legs of now; each leg that left one is told, too. */
  takeRegrouped(): RowId[] {
    const regrouped = [...this.#regrouped];
    this.#regrouped.clear();
    return regrouped;
  }

  /** How many conversations are not the first leg of their call. */
  get joined(): number {
    return this.#joining?.groups.joined ?? 0;
  }

  /** The call of a conversation: the row of its first leg. */
  of(row: RowId): RowId {
    return this.#joining?.groups.of(row) ?? row;
  }

  /** The legs of a call, ascending; a conversation that is alone is its only one. */
  legs(call: RowId): RowId[] {
    return this.#joining?.groups.legs(call) ?? [call];
  }

  /** Legs of a call that were evicted. */
  evicted(call: RowId): number {
    return this.#joining?.groups.evicted(call) ?? 0;
  }

  /** What holds the legs of a call together, with its evidence. */
  links(call: RowId): Link[] {
    const joining = this.#joining;
    if (!joining) return [];
    const evidence = new EvidenceOfLinks(joining.conversations, joining.legs, joining.weights);
    return joining.groups.bonds(call).map(bond => evidence.link(bond));
  }

  /** Joins the calls of two conversations, as the user says; false where it would have too many legs. */
  join(a: RowId, b: RowId): boolean {
    const byHand = { a, b, reason: 'by-hand', points: 100, messageA: NO_MESSAGE, messageB: NO_MESSAGE } as const;
    return this.#joining?.bind(byHand) ?? false;
  }

  /** Takes a call apart, as the user says: its legs are not joined again by themselves. */
  split(call: RowId): void {
    this.#joining?.split(call);
  }
}
