/**
 * Finds the leg before a leg: the call that arrived at the host that sent this one on, and that has most in common with it. It must be
 * clearly ahead of every other, else it is none.
 */
import type { Conversations } from '../conversations/conversations.js';
import { NO_ROW, type RowId } from '../model/ids.js';
import { LIKELY } from '../model/call-links.js';
import { type Arrivals, BY, type By } from './arrivals.js';
import { type Hosts, NO_HOST } from './hosts.js';
import type { LegTable } from './leg.js';
import type { NumberForms } from './number-forms.js';
import { SAID, type Weighed, type Weights } from './weights.js';

/** The best must have so many points more than the next. */
const MARGIN = 15;
/** With something else that speaks for it, so many points are enough. */
const WEAK = 50;
/** Calls looked at a chain, and entries passed over in it. */
const MOST_LOOKED = 24;
const MOST_PASSED = 256;
/** Moments looked back: a minute of calls with the same number, an echo. */
const MOMENTS = { numbers: 3, echo: 2 };

export interface Found {
  a: RowId;
  weighed: Weighed;
  /** Not enough by itself. */
  weak: boolean;
  /** Another call has as much in common with it. */
  unclear: boolean;
  /** It went on from another host than the one where it ended, with nothing but that against it. */
  passage: boolean;
}

export interface RelayParts {
  conversations: Conversations;
  legs: LegTable;
  hosts: Hosts;
  forms: NumberForms;
  arrivals: Arrivals;
  weights: Weights;
  /** The call of a leg, as far as it is known. */
  callOf(row: RowId): RowId;
  /** INVITEs a second that leave a host about a time. */
  rate(host: number, timeUs: number): number;
}

export class Relays {
  readonly #parts: RelayParts;
  /** Calls looked at for the leg at hand. */
  readonly #looked: RowId[] = [];
  #best: Found | undefined;
  #next = 0;
  /** The best that ended at another host. */
  #elsewhere: Found | undefined;

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  /** The leg before this one; undefined where none is clear. */
  before(b: RowId): Found | undefined {
    const { legs, hosts, forms, conversations, rate } = this.#parts;
    const { table } = conversations;
    const startUs = legs.startUs.get(b);
    const host = hosts.of(legs.origin.get(b));
    if (Number.isNaN(startUs) || host === NO_HOST) return undefined;
    this.#begin();
    const leaving = rate(host, startUs);
    this.#look(b, BY.Called, forms.of(table.to.get(b) - 1), startUs, MOMENTS.numbers, leaving);
    const before = hosts.before(host);
    const { arrivals } = this.#parts;
    if (!arrivals.reached(host) && before.length === 0) return this.#elsewhere;
    this.#look(b, BY.Caller, forms.of(table.from.get(b) - 1), startUs, MOMENTS.numbers, leaving);
    // Numbers in common make any call that has nothing but the time in common with it a stranger.
    if (this.#isClear()) return this.#best;
    const finalUs = legs.finalUs(b, true);
    const ringUs = legs.ringUs(b, true);
    for (const at of [host, ...before]) {
      this.#look(b, BY.Ring, at, ringUs + BY.Ring.momentUs, MOMENTS.echo, leaving);
      this.#look(b, BY.Final, at, finalUs + BY.Final.momentUs, MOMENTS.echo, leaving);
    }
    if (this.#isClear()) return this.#best;
    if (this.#best === undefined || this.#best.weighed.points < WEAK) return this.#elsewhere;
    const isAhead = this.#best.weighed.points < LIKELY && this.#best.weighed.points - this.#next >= MARGIN;
    if (!isAhead) return { ...this.#best, unclear: true };
    return { ...this.#best, weak: true };
  }

  #isClear(): boolean {
    const points = this.#best?.weighed.points ?? 0;
    return points >= LIKELY && points - this.#next >= MARGIN;
  }

  #begin(): void {
    this.#looked.length = 0;
    this.#best = undefined;
    this.#elsewhere = undefined;
    this.#next = 0;
  }

  #look(b: RowId, by: By, key: number, timeUs: number, moments: number, rate: number): void {
    if (key < 0 || Number.isNaN(timeUs)) return;
    const { arrivals, weights } = this.#parts;
    const { origin } = this.#parts.legs;
    const { hosts } = this.#parts;
    const host = hosts.of(origin.get(b));
    let looked = 0;
    let passed = 0;
    for (let before = 0; before < moments; before++) {
      let entry = arrivals.first(by, key, timeUs, before);
      for (; entry !== 0 && looked < MOST_LOOKED && passed < MOST_PASSED; entry = arrivals.next(by, entry), passed++) {
        const a = arrivals.row(entry);
        if (a === NO_ROW || a === b) continue;
        const at = arrivals.host(entry);
        const isHere = hosts.passes(at, host);
        // Elsewhere, only the number that was called says something; and not of calls of the same caller.
        if (!isHere && (by !== BY.Called || hosts.of(origin.get(a)) === host)) continue;
        if (this.#looked.includes(a)) continue;
        this.#looked.push(a);
        const weighed = weights.of(a, b, rate);
        if (weighed.points === 0) continue;
        looked++;
        if (!isHere) this.#keepElsewhere(a, weighed);
        else if (this.#isSameEnd(a, b)) this.#compare({ a, weighed, weak: false, unclear: false, passage: false });
      }
    }
  }

  #keepElsewhere(a: RowId, weighed: Weighed): void {
    const isBetter = this.#elsewhere === undefined || weighed.points > this.#elsewhere.weighed.points;
    if (isBetter && isStrong(weighed)) this.#elsewhere = { a, weighed, weak: false, unclear: false, passage: true };
  }

  #compare(found: Found): void {
    const { points } = found.weighed;
    const best = this.#best;
    if (best === undefined || points > best.weighed.points) {
      if (best !== undefined && !this.#areOneCall(best.a, found.a)) this.#next = best.weighed.points;
      this.#best = found;
    } else if (!this.#areOneCall(best.a, found.a)) this.#next = Math.max(this.#next, points);
  }

  /** Two legs of one call do not compete: whichever is nearer, the call is the same. */
  #areOneCall(one: RowId, other: RowId): boolean {
    const { callOf } = this.#parts;
    return callOf(one) === callOf(other);
  }

  /** Where all sit on one host, only the port tells who received the first leg and sent the second. */
  #isSameEnd(a: RowId, b: RowId): boolean {
    const { hosts, legs } = this.#parts;
    const target = legs.target.get(a);
    const origin = legs.origin.get(b);
    const inside =
      hosts.of(legs.origin.get(a)) === hosts.of(target) || hosts.of(legs.target.get(b)) === hosts.of(origin);
    return !inside || target === origin;
  }
}

/** Both numbers, and what the far end said: enough to see that a call went on from another address. */
function isStrong({ said }: Weighed): boolean {
  return (said & (SAID.Called | SAID.Caller)) === (SAID.Called | SAID.Caller) && (said & SAID.Final) !== 0;
}
