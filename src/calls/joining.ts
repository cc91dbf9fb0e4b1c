/**
 * Joins legs: looks at the conversations that changed, finds what each has in common with others, and keeps the groups. What is joined
 * stays joined, but where a value turns out to be that of a device and not of a call.
 */
import type { Conversations } from '../conversations/conversations.js';
import { NO_MESSAGE, type RowId } from '../model/ids.js';
import { Uint8Column } from '../tables/columns.js';
import { Arrivals, BY } from './arrivals.js';
import { type Bond, Groups } from './groups.js';
import { Hosts } from './hosts.js';
import { LEG, LegTable } from './leg.js';
import { NumberForms } from './number-forms.js';
import { type Found, Relays } from './relays.js';
import { NUMBERS, Weights } from './weights.js';

/** A leg waits for the one before it, and for what both go on to say, as long as an INVITE is sent again. */
const WAIT_US = 34_000_000;
/** What one leg says is told in the other by then. */
const ECHO_US = 2_000_000;
/** Seconds that INVITEs are counted for. */
const RATES = 4096;

export class Joining {
  readonly conversations: Conversations;
  readonly groups: Groups;
  readonly legs: LegTable;
  readonly #hosts: Hosts;
  readonly #forms: NumberForms;
  readonly #arrivals = new Arrivals();
  readonly #weights: Weights;
  readonly #relays: Relays;
  /** Conversations that changed. */
  #changed = new Set<RowId>();
  /** Legs for which none before was found, and that are not too old for one. */
  #open = new Set<RowId>();
  /** INVITEs that left hosts: counted by host and second in a table where both meet others. */
  readonly #left = new Uint16Array(RATES);
  readonly #leftSecond = new Float64Array(RATES);
  #latestUs = Number.NEGATIVE_INFINITY;
  /** 1 for a leg that has one after it. */
  readonly #goesOn: Uint8Column<RowId>;
  /** Calls whose legs became others. */
  readonly #regrouped: Set<RowId>;

  /** @param regrouped Gets the calls, and the legs, whose groups change. */
  constructor(conversations: Conversations, regrouped: Set<RowId>) {
    this.conversations = conversations;
    this.#regrouped = regrouped;
    this.groups = new Groups(conversations.table.moved);
    this.#hosts = new Hosts(conversations.endpoints);
    this.#forms = new NumberForms(conversations.numbers);
    this.legs = new LegTable(conversations, this.#hosts);
    this.#goesOn = new Uint8Column(conversations.table.moved);
    this.#weights = new Weights(conversations, this.legs, this.#hosts, this.#forms);
    this.#relays = new Relays({
      conversations,
      legs: this.legs,
      hosts: this.#hosts,
      forms: this.#forms,
      arrivals: this.#arrivals,
      weights: this.#weights,
      rate: (host, timeUs) => this.#rate(host, timeUs),
    });
  }

  get waits(): boolean {
    return this.#changed.size > 0;
  }

  changed(rows: readonly RowId[]): void {
    for (const row of rows) this.#changed.add(row);
  }

  gone(rows: readonly RowId[]): void {
    const gone = new Set(rows);
    for (const row of rows) {
      this.#changed.delete(row);
      this.#open.delete(row);
    }
    for (const call of new Set(rows.map(row => this.groups.of(row)))) {
      const legs = this.groups.legs(call);
      this.groups.evict(call, gone);
      if (legs.length > 1) for (const leg of legs) if (!gone.has(leg)) this.#regrouped.add(leg);
    }
    this.#arrivals.forget(this.conversations.rows.floor);
  }

  /** Looks, in steps, at what changed. */
  *settle(): Generator<undefined, void> {
    const rows = [...this.#changed].sort((a, b) => a - b);
    this.#changed = new Set();
    for (const row of rows) {
      this.#look(row);
      yield;
    }
    const found: { b: RowId; found: Found }[] = [];
    for (const b of this.#open) {
      const before = this.#relays.before(b);
      if (before !== undefined) found.push({ b, found: before });
      if (this.#isOver(b)) this.#open.delete(b);
      yield;
    }
    // What is clearest comes first: who has nothing but the time in common with a call then finds it taken.
    found.sort((one, other) => other.found.weighed.points - one.found.weighed.points);
    for (const { b, found: before } of found) this.#take(b, before);
  }

  /** Joins the calls of two conversations. */
  bind(bond: Bond): boolean {
    const joined = this.groups.join(bond);
    if (joined) this.#regrouped.add(this.groups.of(bond.a)).add(bond.a).add(bond.b);
    return joined;
  }

  /** Takes a call apart. */
  dissolve(call: RowId): void {
    for (const leg of this.groups.dissolve(call)) this.#regrouped.add(leg);
  }

  /** Reads a conversation again, and keeps it where others look for it. */
  #look(row: RowId): void {
    const { legs } = this;
    const known = legs.has(row);
    const finalUs = known ? legs.finalUs(row, false) : Number.NaN;
    const latestUs = known ? legs.latestUs(row) : Number.NaN;
    if (!legs.look(row)) return;
    const { table } = this.conversations;
    const startUs = legs.latestUs(row);
    this.#latestUs = Math.max(this.#latestUs, this.conversations.table.endUs.get(row) || this.#latestUs);
    if (startUs !== latestUs) {
      this.#arrivals.add(BY.Called, this.#forms.of(table.to.get(row) - 1), startUs, row);
      this.#arrivals.add(BY.Caller, this.#forms.of(table.from.get(row) - 1), startUs, row);
      for (const host of legs.targets) this.#arrivals.add(BY.Start, host, startUs, row);
    }
    if (legs.finalUs(row, false) !== finalUs)
      for (const host of legs.targets) this.#arrivals.add(BY.Final, host, legs.finalUs(row, false), row);
    if (!known) this.#count(this.#hosts.of(legs.origin.get(row)), legs.startUs.get(row));
    this.#open.add(row);
  }

  /** Joins a leg to the one before it. */
  #take(b: RowId, { a, weighed, passage }: Found): void {
    const { legs } = this;
    if (passage) {
      const from = this.#hosts.of(legs.target.get(a));
      if (this.#hosts.show(from, this.#hosts.of(legs.origin.get(b)))) this.#open.add(b);
      return;
    }
    if ((weighed.said & NUMBERS) === 0 && this.#goesOn.get(a) === 1) return;
    this.#goesOn.set(a, 1);
    this.#open.delete(b);
    this.bind({ a, b, reason: 'relay', points: weighed.points, messageA: NO_MESSAGE, messageB: NO_MESSAGE });
  }

  /** Whether nothing more can be told of what was sent on, and when. */
  #isOver(row: RowId): boolean {
    const waits = !this.legs.isFlagged(row, LEG.Answered | LEG.Failed);
    const sinceUs = this.#latestUs - this.conversations.table.endUs.get(row);
    return sinceUs > ECHO_US && (!waits || this.#latestUs - this.legs.startUs.get(row) > WAIT_US);
  }

  #count(host: number, timeUs: number): void {
    const second = Math.floor(timeUs / 1e6);
    const at = placeOf(host, second);
    if (this.#leftSecond[at] !== second) {
      this.#leftSecond[at] = second;
      this.#left[at] = 0;
    }
    if (this.#left[at]! < 0xffff) this.#left[at]!++;
  }

  #rate(host: number, timeUs: number): number {
    const second = Math.floor(timeUs / 1e6);
    const at = placeOf(host, second);
    return this.#leftSecond[at] === second ? this.#left[at]! : 0;
  }
}

function placeOf(host: number, second: number): number {
  return (Math.imul(host, 0x9e3779b1) ^ Math.imul(second | 0, 0x85ebca6b)) & (RATES - 1);
}
