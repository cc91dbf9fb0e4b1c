/**
 * The rows of the list on the screen. Where calls are listed, the result has them by their first legs, and the legs of those that were
 * unfolded have rows of their own below them: they are few, since somebody unfolded each, and are put in when rows are asked for.
 */
import type { Calls } from '../../calls/calls.js';
import type { Conversations } from '../../conversations/conversations.js';
import type { Derived } from '../../conversations/derived.js';
import type { RowId } from '../../model/ids.js';
import type { Result } from '../search/result.js';
import type { Search } from '../search/search.js';

/** A row: a conversation or a call, or one of the legs below it. */
export interface ListedRow {
  row: RowId;
  /** The number of a leg below its call, from 1; 0 for what stands by itself. */
  leg: number;
  /** Where it stands for a call, all its legs; its own conversation otherwise. */
  legs: readonly RowId[];
  /** Its legs have rows of their own. */
  unfolded: boolean;
}

/** An unfolded call in the result. */
interface Unfolded {
  /** Its position there. */
  at: number;
  legs: readonly RowId[];
}

export class ListedRows implements Derived {
  readonly #result: Result;
  readonly #calls: Calls;
  readonly #search: Search;
  readonly #invalidate: () => void;
  /** Legs of calls that were unfolded: another may be the first of its call by now. */
  #unfolded = new Set<RowId>();

  /** @param invalidate Called when rows may be others. */
  constructor(result: Result, calls: Calls, search: Search, invalidate: () => void) {
    this.#invalidate = invalidate;
    this.#result = result;
    this.#calls = calls;
    this.#search = search;
  }

  get length(): number {
    return this.#places().reduce((length, { legs }) => length + legs.length, this.#result.length);
  }

  /** Rows from a position on, as far as there are so many. */
  window(first: number, count: number): ListedRow[] {
    const places = this.#places();
    const rows: ListedRow[] = [];
    for (let position = first; position < first + count; position++) {
      const listed = this.#at(position, places);
      if (!listed) break;
      rows.push(listed);
    }
    return rows;
  }

  /** Where a conversation stands: in its own row, or in that of its call; -1 if it does not. */
  positionOf(row: RowId): number {
    const call = this.#callOf(row);
    const at = this.#result.positionOf(call);
    if (at < 0) return -1;
    const places = this.#places();
    const above = places.filter(place => place.at < at).reduce((sum, { legs }) => sum + legs.length, 0);
    const leg = places.find(place => place.at === at)?.legs.indexOf(row) ?? -1;
    // The first leg is where its call is.
    return at + above + (leg > 0 ? leg + 1 : 0);
  }

  /** Which leg a conversation is of a call in whose row it stands; nothing where it has its own row. */
  foldedIn(row: RowId): { folded?: { leg: number; of: number } } {
    const call = this.#callOf(row);
    if (call === row || this.#places().some(({ legs }) => legs[0] === call)) return {};
    const legs = this.#calls.legs(call);
    return { folded: { leg: legs.indexOf(row) + 1, of: legs.length } };
  }

  /** Whether a conversation is in the list, in whatever row. */
  has(row: RowId): boolean {
    return this.#result.has(this.#callOf(row));
  }

  /** All conversations of the list: of calls, all legs. */
  *conversations(): Generator<RowId> {
    for (const row of this.#result.ids()) {
      if (this.#search.listsCalls) yield* this.#calls.legs(row);
      else yield row;
    }
  }

  /** Gives the legs of a call rows of their own, or takes them away. */
  unfold(row: RowId, unfolded: boolean): void {
    for (const leg of this.#calls.legs(this.#calls.of(row))) this.#unfolded.delete(leg);
    if (unfolded) this.#unfolded.add(this.#calls.of(row));
  }

  /** A call is looked at again where one of its legs changed. */
  changed(rows: readonly RowId[], conversations: Conversations): void {
    this.#search.regroup();
    this.#invalidate();
    if (!this.#search.listsCalls) this.#result.changed(rows, conversations);
    else this.#result.changed([...new Set(rows.flatMap(row => [row, this.#calls.of(row)]))], conversations);
  }

  gone(rows: readonly RowId[]): void {
    for (const row of rows) this.#unfolded.delete(row);
    this.#result.gone(rows);
  }

  cleared(): void {
    this.#unfolded = new Set();
    this.#result.cleared();
  }

  #callOf(row: RowId): RowId {
    return this.#search.listsCalls ? this.#calls.of(row) : row;
  }

  /** The unfolded calls that are in the result, in its order. */
  #places(): Unfolded[] {
    if (!this.#search.listsCalls) return [];
    const calls = new Set(Array.from(this.#unfolded, row => this.#calls.of(row)));
    return Array.from(calls, call => ({ at: this.#result.positionOf(call), legs: this.#calls.legs(call) }))
      .filter(({ at, legs }) => at >= 0 && legs.length > 1)
      .sort((a, b) => a.at - b.at);
  }

  #at(position: number, places: readonly Unfolded[]): ListedRow | undefined {
    let above = 0;
    let unfolded = false;
    for (const { at, legs } of places) {
      const own = at + above;
      if (position <= own) {
        unfolded = position === own;
        break;
      }
      const leg = position - own;
      if (leg <= legs.length) return { row: legs[leg - 1]!, leg, legs: [legs[leg - 1]!], unfolded: false };
      above += legs.length;
    }
    const row = this.#result.at(position - above);
    if (row < 0) return undefined;
    return { row, leg: 0, legs: this.#search.listsCalls ? this.#calls.legs(row) : [row], unfolded };
  }
}
