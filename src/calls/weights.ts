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
const ECHO = 20;
const ENDING = 20;
/** Ringing, answer and end one after the other: by chance, of ten thousand pairs not one. */
const ALL_ECHOES = 5;
/** What a host did without a word in the messages is likely at most. */
const MOST = 85;
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
const ALL = SAID.Ringing | SAID.Final | SAID.End;

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
    if (a === b || this.#contradict(a, b)) return NOTHING;
    const legs = this.#legs;
    const sinceUs = legs.startUs.get(b) - legs.latestUs(a);
    let said = 0;
    const numbers = this.#numbers(a, b);
    // Numbers that are the same were not met by chance.
    const chance = (numbers.said & SAID.Called) !== 0 ? 0 : (rate * Math.max(0, sinceUs)) / 2_000_000;
    const start = (STARTS.find(({ us }) => sinceUs <= us)?.points ?? 0) * Math.max(0, 1 - chance);
    if (start > 0) said |= SAID.Start;
    const heard = this.#heard(a, b);
    said |= numbers.said | heard.said;
    if (kinds(said) < FEWEST) return NOTHING;
    return { points: Math.min(MOST, Math.round(start + numbers.points + heard.points)), said };
  }

  #contradict(a: RowId, b: RowId): boolean {
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
    let points = called + caller;
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
  #heard(a: RowId, b: RowId): Weighed {
    const legs = this.#legs;
    const answered = legs.isFlagged(a, LEG.Answered);
    let said = 0;
    if (isEcho(legs.ringUs(b, true), legs.ringUs(a, false))) said |= SAID.Ringing;
    if (answered === legs.isFlagged(b, LEG.Answered)) {
      if (isEcho(legs.finalUs(b, true), legs.finalUs(a, false))) said |= SAID.Final;
      // A call that was given up has one end: CANCEL and 487 do not count twice.
      if ((answered || (said & SAID.Final) === 0) && this.#endTogether(a, b)) said |= SAID.End;
    }
    const echoes = count(said & (SAID.Ringing | SAID.Final)) * ECHO;
    const end = (said & SAID.End) !== 0 ? ENDING : 0;
    return { points: echoes + end + ((said & ALL) === ALL ? ALL_ECHOES : 0), said };
  }

  #endTogether(a: RowId, b: RowId): boolean {
    const legs = this.#legs;
    const endA = legs.endUs(a);
    const endB = legs.endUs(b);
    if (Math.abs(endA - endB) <= END_US)
      return legs.isFlagged(a, LEG.EndedByCaller) === legs.isFlagged(b, LEG.EndedByCaller);
    // The host gave up the second leg, and told the first.
    return legs.isFlagged(b, LEG.Cancelled) && Math.abs(endB - legs.finalUs(a, false)) <= END_US;
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

/** What the far end sent is passed on at once. */
function isEcho(receivedUs: number, sentUs: number): boolean {
  return sentUs >= receivedUs && sentUs - receivedUs <= ECHO_US;
}

/** How many different kinds of things speak for a pair: time, numbers, echoes of responses, the end. */
function kinds(said: number): number {
  return [SAID.Start, NUMBERS, SAID.Ringing | SAID.Final, SAID.End].filter(bits => (said & bits) !== 0).length;
}

function count(bits: number): number {
  let sum = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) sum++;
  return sum;
}
