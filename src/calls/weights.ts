/**
 * How much it speaks for a conversation being the next leg of another that a host received the one and sent the other, in points of
 * ten bits or so each: time, numbers, and echoes of what the far end answered. None of it says anything without the host, and a pair
 * that contradicts itself is none. shared/research/diagnosis.md section 4.1 has the reasons for the figures.
 */
import type { Conversations } from '../conversations/conversations.js';
import type { RowId } from '../model/ids.js';
import { NUMBER } from '../sip/headers/header-table.js';
import type { Hosts } from './hosts.js';
import { LEG, type LegTable } from './leg.js';
import type { NumberForms } from './number-forms.js';

/** What was sent on: within that many µs, and the points for it. */
const STARTS = [
  { us: 200_000, points: 25 },
  { us: 2_000_000, points: 15 },
  { us: 10_000_000, points: 5 },
] as const;
/** A leg does not begin later than that after the one before it, unless that still rings. */
export const LONGEST_US = 64_000_000;
/** Clocks of one capture point may be so wrong. */
const BEFORE_US = 5_000;
/** A response is passed on within, and a BYE. */
const ECHO_US = 50_000;
const END_US = 500_000;

const CALLED = { same: 25, tail: 20, diverted: 45 } as const;
const CALLER = { same: 15, tail: 12 } as const;
/** Points of an echo just in time; for each tenth of the time it took instead, ten more. */
const ECHO = 20;
/** What is quicker is no better: packets are captured and sent one after the other. */
const ECHO_QUICKEST_US = 5_000;
const END_QUICKEST_US = 10_000;
/** Both numbers are the same: few calls at a time have that in common. */
const BOTH = 10;
/** So many different things must speak for it. */
const FEWEST = 2;

/** What speaks for a pair: the points, and which ones they are. */
export interface Weighed {
  points: number;
  /** Bits of SAID. */
  said: number;
}

export const SAID = {
  Start: 1 << 0,
  Called: 1 << 1,
  Caller: 1 << 2,
  Ringing: 1 << 3,
  Final: 1 << 4,
  End: 1 << 5,
  Diverted: 1 << 6,
} as const;

/** Something the caller or the called number says. */
export const NUMBERS = SAID.Called | SAID.Caller | SAID.Diverted;

const NOTHING: Weighed = { points: 0, said: 0 };

export class Weights {
  readonly #conversations: Conversations;
  readonly #legs: LegTable;
  readonly #hosts: Hosts;
  readonly #forms: NumberForms;

  constructor(conversations: Conversations, legs: LegTable, hosts: Hosts, forms: NumberForms) {
    this.#conversations = conversations;
    this.#legs = legs;
    this.#hosts = hosts;
    this.#forms = forms;
  }

  /**
   * What speaks for `b` being the leg after `a`, if one host received the one and sent the other.
   * @param rate INVITEs a second that leave the host: many make it likely that one leaves by chance just then.
   */
  of(a: RowId, b: RowId, rate: number): Weighed {
    if (a === b || this.contradict(a, b)) return NOTHING;
    const legs = this.#legs;
    const sinceUs = legs.startUs.get(b) - legs.latestUs(a);
    let said = 0;
    const numbers = this.#numbers(a, b);
    // Numbers that are the same were not met by chance.
    const chance = (numbers.said & SAID.Called) !== 0 ? 0 : (rate * Math.max(0, sinceUs)) / 2_000_000;
    const start = (STARTS.find(({ us }) => sinceUs <= us)?.points ?? 0) * Math.max(0, 1 - chance);
    if (start > 0) said |= SAID.Start;
    const heard = this.#heard(a, b, numbers.said !== 0);
    said |= numbers.said | heard.said;
    if (kinds(said) < FEWEST) return NOTHING;
    return { points: Math.round(start + numbers.points + heard.points), said };
  }

  /** Whether `b` cannot be the leg after `a`: by their times, or because it goes another way. */
  contradict(a: RowId, b: RowId): boolean {
    const legs = this.#legs;
    const startUs = legs.startUs.get(b);
    if (!(startUs >= legs.startUs.get(a) - BEFORE_US)) return true;
    if (startUs < legs.latestUs(a) - BEFORE_US || startUs - legs.latestUs(a) > LONGEST_US) return true;
    if (legs.endUs(a) < startUs - BEFORE_US) return true;
    if (legs.isFlagged(a, LEG.Failed) && legs.finalUs(a, false) < startUs - BEFORE_US) return true;
    return this.#callsBack(a, b) || this.#isRetry(a, b);
  }

  /** A call to the number that called, where it called from. */
  #callsBack(a: RowId, b: RowId): boolean {
    if (this.#host(this.#legs.origin.get(a)) !== this.#host(this.#legs.target.get(b))) return false;
    const { table } = this.#conversations;
    const caller = this.#forms.of(table.from.get(a) - 1);
    return caller >= 0 && caller === this.#forms.of(table.to.get(b) - 1);
  }

  /** The same way again: another attempt, no leg. */
  #isRetry(a: RowId, b: RowId): boolean {
    const { origin, target } = this.#legs;
    return (
      this.#host(origin.get(a)) === this.#host(origin.get(b)) && this.#host(target.get(a)) === this.#host(target.get(b))
    );
  }

  #numbers(a: RowId, b: RowId): Weighed {
    const { from, to } = this.#conversations.table;
    const called = compared(to.get(a), to.get(b), this.#forms, CALLED);
    const caller = compared(from.get(a), from.get(b), this.#forms, CALLER);
    let said = (called > 0 ? SAID.Called : 0) | (caller > 0 ? SAID.Caller : 0);
    let points = called + caller + (called > 0 && caller > 0 ? BOTH : 0);
    if (called === 0 && caller > 0 && this.#isDiverted(a, b)) {
      points += CALLED.diverted;
      said |= SAID.Diverted;
    }
    return { points, said };
  }

  /** The number that was called diverted the call: RFC 5806, RFC 7044. */
  #isDiverted(a: RowId, b: RowId): boolean {
    const { table, postings } = this.#conversations;
    const called = table.to.get(a) - 1;
    if (called < 0) return false;
    const bits = (1 << NUMBER.Diversion) | (1 << NUMBER.HistoryInfo);
    for (let entry = table.postings.get(b); entry !== 0; entry = postings.next(entry))
      if ((postings.kinds(entry) & bits) !== 0 && this.#forms.of(postings.number(entry)) === this.#forms.of(called))
        return true;
    return false;
  }

  /** What the far end of one leg said, and the other leg passed on. */
  #heard(a: RowId, b: RowId, hasNumbers: boolean): Weighed {
    const legs = this.#legs;
    const answered = legs.isFlagged(a, LEG.Answered);
    const ringing = echo(legs.ringUs(a, false) - legs.ringUs(b, true));
    if (answered !== legs.isFlagged(b, LEG.Answered)) {
      // Of several legs one answered: the others are given up.
      const end = answered && hasNumbers ? together(legs.endUs(b) - legs.finalUs(a, false)) : 0;
      return { points: ringing + end, said: (ringing > 0 ? SAID.Ringing : 0) | (end > 0 ? SAID.End : 0) };
    }
    const final = echo(legs.finalUs(a, false) - legs.finalUs(b, true));
    const end = this.#endTogether(a, b);
    // A call that was given up has one end: CANCEL and 487 do not count twice.
    const rest = answered ? final + end : Math.max(final, end);
    const said = (final > 0 ? SAID.Final : 0) | (end > 0 ? SAID.End : 0) | (ringing > 0 ? SAID.Ringing : 0);
    return { points: ringing + rest, said };
  }

  #endTogether(a: RowId, b: RowId): number {
    const legs = this.#legs;
    const endB = legs.endUs(b);
    const apartUs = legs.endUs(a) - endB;
    if (Math.abs(apartUs) <= END_US)
      return legs.isFlagged(a, LEG.EndedByCaller) === legs.isFlagged(b, LEG.EndedByCaller) ? together(apartUs) : 0;
    // The host gave up the second leg, and told the first.
    return legs.isFlagged(b, LEG.Cancelled) ? together(endB - legs.finalUs(a, false)) : 0;
  }

  #host(endpoint: number): number {
    return this.#hosts.of(endpoint);
  }
}

/** Points for two numbers, given as id + 1. */
function compared(a: number, b: number, forms: NumberForms, points: { same: number; tail: number }): number {
  if (a === 0 || b === 0) return 0;
  if (a === b) return points.same;
  return forms.of(a - 1) === forms.of(b - 1) ? points.tail : 0;
}

/** Points for what the far end sent and the host passed on, so many µs later. */
function echo(afterUs: number): number {
  return afterUs >= 0 && afterUs <= ECHO_US ? quick(afterUs, ECHO_US, ECHO_QUICKEST_US) : 0;
}

/** Points for two legs that ended so many µs apart. */
function together(apartUs: number): number {
  return Math.abs(apartUs) <= END_US ? quick(Math.abs(apartUs), END_US, END_QUICKEST_US) : 0;
}

function quick(us: number, withinUs: number, quickestUs: number): number {
  return ECHO + 10 * Math.log10(withinUs / Math.max(us, quickestUs));
}

/** How many different kinds of things speak for a pair: time, numbers, echoes of responses, the end. */
function kinds(said: number): number {
  return [SAID.Start, NUMBERS, SAID.Ringing | SAID.Final, SAID.End].filter(bits => (said & bits) !== 0).length;
}
