/**
 * Joins legs: looks at the conversations that changed, finds what each has in common with others, and keeps the groups. What is joined
 * stays joined, but where a value turns out to be that of a device and not of a call.
 */
import type { Conversations } from '../conversations/conversations.js';
import { LIKELY, type Reason } from '../model/call-links.js';
import { NO_MESSAGE, NO_ROW, type RowId } from '../model/ids.js';
import { IdColumn, Uint8Column } from '../tables/columns.js';
import { Arrivals, BY, BY_NUMBERS } from './arrivals.js';
import { type Bond, Groups } from './groups.js';
import { Hosts } from './hosts.js';
import { LEG, LegTable } from './leg.js';
import { NumberForms } from './number-forms.js';
import { Passages } from './passages.js';
import { Rates } from './rates.js';
import { Referrals } from './referrals.js';
import { type Found, Relays } from './relays.js';
import { ValueMatches } from './value-matches.js';
import { NUMBERS, SAID, type Weighed, Weights } from './weights.js';

/** A leg waits for the one before it as long as an INVITE is sent again. */
const WAIT_US = 34_000_000;
/** What one leg says is told in the other by then. */
const ECHO_US = 2_000_000;
/** What a host did without a word in the messages is likely at most; with something they have in common, it is certain. */
const RELAYED = 85;
const MOST = 100;
/** Times that what is not clear is looked at. */
const MOST_PASSES = 3;
/** Points it takes without a number in common: chance has many calls to choose from. */
const NUMBERLESS = 75;
/** Legs that go out side by side, and what that adds. */
const BESIDE_US = 100_000;
const BESIDE = 15;

/** What SDP says; the kinds of reasons in which a value is not certain to be a call's own. */
const DESCRIBED: ReadonlySet<Reason> = new Set<Reason>(['offer', 'answer']);

/** Bits of a conversation's marks. */
const MARK = {
  /** It changed since it was looked at. */
  Changed: 1 << 0,
  /** No leg before it was found yet. */
  Open: 1 << 1,
  /** There is a leg after it. */
  GoesOn: 1 << 2,
  /** The user took it out of its call. */
  Apart: 1 << 3,
  /** There is a leg before it. */
  Follows: 1 << 4,
  /** It was looked at. */
  Looked: 1 << 5,
} as const;

export class Joining {
  readonly conversations: Conversations;
  readonly groups: Groups;
  readonly legs: LegTable;
  readonly weights: Weights;
  readonly #hosts: Hosts;
  readonly #arrivals: Arrivals;
  readonly #values: ValueMatches;
  readonly #referrals: Referrals;
  readonly #rates = new Rates();
  readonly #relays: Relays;
  readonly #marks: Uint8Column<RowId>;
  /** The leg after a leg that was joined last. */
  readonly #next: IdColumn<RowId, RowId>;
  readonly #passages: Passages;
  /** Hosts from which calls were found to go on since legs were looked at. */
  readonly #goOnFrom = new Set<number>();
  #changed: RowId[] = [];
  #open: RowId[] = [];
  #latestUs = Number.NEGATIVE_INFINITY;
  /** Calls and legs whose groups became others. */
  readonly #regrouped: Set<RowId>;

  /** @param regrouped Gets the calls, and the legs, whose groups change. */
  constructor(conversations: Conversations, regrouped: Set<RowId>) {
    const { table } = conversations;
    this.conversations = conversations;
    this.#regrouped = regrouped;
    this.#marks = new Uint8Column(table.moved);
    this.#next = new IdColumn(table.moved);
    this.groups = new Groups(table.moved);
    const hosts = new Hosts(conversations.endpoints);
    this.#passages = new Passages(hosts, to => this.#goOnFrom.add(to));
    const forms = new NumberForms(conversations.numbers);
    const legs = new LegTable(conversations, hosts);
    this.#hosts = hosts;
    this.legs = legs;
    this.weights = new Weights(conversations, legs, hosts, forms);
    this.#arrivals = new Arrivals({
      key: (by, row, host) =>
        by === BY.Called
          ? forms.of(table.to.get(row) - 1)
          : by === BY.Caller
            ? forms.of(table.from.get(row) - 1)
            : host,
      timeUs: (by, row) =>
        by === BY.Final ? legs.finalUs(row, false) : by === BY.Ring ? legs.ringUs(row, false) : legs.latestUs(row),
    });
    this.#values = new ValueMatches(conversations, legs, hosts, {
      bind: bond => this.#bindWithRelay(bond),
      dissolve: rows => this.#takeBack(rows),
      isLookedAt: row => this.#isMarked(row, MARK.Looked),
    });
    this.#referrals = new Referrals(conversations, hosts, forms);
    this.#relays = new Relays({
      conversations,
      legs,
      hosts,
      forms,
      arrivals: this.#arrivals,
      weights: this.weights,
      callOf: row => this.groups.of(row),
      rate: (host, timeUs) => this.#rates.about(host, timeUs),
    });
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.groups.bytes + this.legs.bytes + this.#arrivals.bytes + this.#values.bytes + this.#marks.bytes;
  }

  get waits(): boolean {
    return this.#changed.length > 0;
  }

  changed(rows: readonly RowId[]): void {
    for (const row of rows) {
      if (this.#isMarked(row, MARK.Changed)) continue;
      this.#mark(row, MARK.Changed);
      this.#changed.push(row);
    }
  }

  gone(rows: readonly RowId[]): void {
    const gone = new Set(rows);
    this.#changed = this.#changed.filter(row => !gone.has(row));
    this.#open = this.#open.filter(row => !gone.has(row));
    for (const call of new Set(rows.map(row => this.groups.of(row)))) {
      const legs = this.groups.legs(call);
      if (legs.length === 1) continue;
      this.groups.evict(call, gone);
      for (const leg of legs) if (!gone.has(leg)) this.#regrouped.add(leg);
    }
    const { floor } = this.conversations.rows;
    this.#arrivals.forget(floor);
    this.#values.forget(floor);
  }

  /** Looks, in steps, at what changed. */
  *settle(): Generator<undefined, void> {
    const rows = this.#changed;
    this.#changed = [];
    for (const row of rows) {
      this.#unmark(row, MARK.Changed);
      this.#look(row);
      yield;
    }
    yield* this.#values.settle();
    for (const bond of this.#referrals.take(rows, this.legs)) this.bind(bond);
    yield* this.#findLegsBefore();
  }

  /** Joins the calls of two conversations. */
  bind(bond: Bond): boolean {
    if (bond.reason !== 'by-hand' && this.#areApart(bond)) return false;
    const joined = this.groups.join(bond);
    if (joined) this.#regrouped.add(this.groups.of(bond.a)).add(bond.a).add(bond.b);
    return joined;
  }

  /** Takes a call apart, for good. */
  split(call: RowId): void {
    for (const leg of this.groups.legs(call)) this.#mark(leg, MARK.Apart);
    this.#dissolve(call);
  }

  /** Reads a conversation again, and keeps it where others look for it. */
  #look(row: RowId): void {
    const { legs } = this;
    const known = legs.has(row);
    this.#mark(row, MARK.Looked);
    if (!known) this.#values.met(row);
    const latestUs = known ? legs.latestUs(row) : Number.NaN;
    const ringUs = known ? legs.ringUs(row, false) : Number.NaN;
    const finalUs = known ? legs.finalUs(row, false) : Number.NaN;
    if (!legs.look(row)) return;
    let ways = isNew(legs.latestUs(row), latestUs) ? BY_NUMBERS : 0;
    if (isNew(legs.ringUs(row, false), ringUs)) ways |= BY.Ring.bit;
    if (isNew(legs.finalUs(row, false), finalUs)) ways |= BY.Final.bit;
    if (ways !== 0) for (const host of legs.targets) this.#arrivals.add(row, host, ways);
    this.#latestUs = Math.max(this.#latestUs, this.conversations.table.endUs.get(row) || this.#latestUs);
    if (!known) this.#rates.count(this.#hosts.of(legs.origin.get(row)), legs.startUs.get(row));
    this.#putOpen(row);
  }

  *#findLegsBefore(): Generator<undefined, void> {
    const later: RowId[] = [];
    const all = this.#open;
    // What is joined makes clear what was not: which calls are one, and where calls go on.
    for (let pass = 0; pass < MOST_PASSES && this.#open.length > 0; pass++) {
      const open = this.#open;
      this.#open = [];
      const found: { b: RowId; before: Found }[] = [];
      for (const b of open) {
        this.#unmark(b, MARK.Open);
        const before = this.#relays.before(b);
        if (before !== undefined) found.push({ b, before });
        if (pass === 0 && !this.#isOver(b)) later.push(b);
        yield;
      }
      // What is clearest comes first: a leg that has only the time in common with a call finds that taken.
      found.sort((one, other) => other.before.weighed.points - one.before.weighed.points);
      for (const { b, before } of found) this.#take(b, before);
      this.#reopenFrom(all);
    }
    // What is unclear even now stays so until it says more.
    for (const b of this.#open) this.#unmark(b, MARK.Open);
    this.#open = [];
    for (const b of later) this.#putOpen(b);
  }

  /** Looks again at those of some legs whose host was found to be one that calls go on from. */
  #reopenFrom(rows: readonly RowId[]): void {
    if (this.#goOnFrom.size === 0) return;
    for (const row of rows)
      if (!this.#isMarked(row, MARK.Follows) && this.#goOnFrom.has(this.#hosts.of(this.legs.origin.get(row))))
        this.#putOpen(row);
    this.#goOnFrom.clear();
  }

  /** Joins a leg to the one before it. */
  #take(b: RowId, { a, weighed, weak, unclear, passage }: Found): void {
    const { legs } = this;
    if (unclear) {
      this.#putOpen(b);
      return;
    }
    if (passage) {
      this.#passages.wait(this.#hosts.of(legs.target.get(a)), this.#hosts.of(legs.origin.get(b)), b);
      return;
    }
    const hasNumbers = (weighed.said & NUMBERS) !== 0;
    if (!hasNumbers && (this.#isMarked(a, MARK.GoesOn) || weighed.points < NUMBERLESS)) return;
    const points = weighed.points + (weak && hasNumbers && this.#isBeside(a, b) ? BESIDE : 0);
    if (points < LIKELY) return;
    this.#mark(a, MARK.GoesOn);
    this.#mark(b, MARK.Follows);
    this.#next.set(a, b);
    const reason = (weighed.said & SAID.Diverted) === 0 ? 'relay' : 'diversion';
    const bond = { a, b, reason, messageA: NO_MESSAGE, messageB: NO_MESSAGE } as const;
    this.bind({ ...bond, points: Math.min(RELAYED, points) });
  }

  /** Whether the call went on at the same moment as another leg, too: it forks. */
  #isBeside(a: RowId, b: RowId): boolean {
    const next = this.#next.get(a);
    return next !== NO_ROW && Math.abs(this.legs.startUs.get(next) - this.legs.startUs.get(b)) <= BESIDE_US;
  }

  /** Joins by something in common; where the hosts say the same, that adds to it. */
  #bindWithRelay(bond: Bond): boolean {
    const { a, b } = bond;
    const { legs } = this;
    const isDescribed = DESCRIBED.has(bond.reason);
    if (!legs.has(a) || !legs.has(b)) return !isDescribed && bond.points >= LIKELY && this.bind(bond);
    const from = this.#hosts.of(legs.target.get(a));
    const to = this.#hosts.of(legs.origin.get(b));
    const passes = this.#hosts.passes(from, to);
    if (isDescribed && this.weights.contradict(a, b)) return false;
    // Ports are used again, and a description has two values: neither is enough alone.
    const own = isDescribed ? bond.points / 2 : bond.points;
    const relayed = passes ? Math.min(RELAYED, this.weights.of(a, b, 0).points) : 0;
    const points = Math.min(MOST, own + relayed);
    if (points < LIKELY) return false;
    if (!passes && isHeard(this.weights.of(a, b, 0))) this.#passages.wait(from, to, b);
    this.#mark(a, MARK.GoesOn);
    this.#mark(b, MARK.Follows);
    return this.bind({ ...bond, points });
  }

  /** Takes the calls of these apart, and looks for what joins their legs again. */
  #takeBack(rows: readonly RowId[]): readonly RowId[] {
    const legs = [...new Set(rows.map(row => this.groups.of(row)))].flatMap(call => this.#dissolve(call));
    for (const leg of legs) this.#reopen(leg);
    return legs;
  }

  #dissolve(call: RowId): readonly RowId[] {
    const legs = this.groups.dissolve(call);
    for (const leg of legs) {
      this.#regrouped.add(leg);
      this.#unmark(leg, MARK.GoesOn | MARK.Follows);
    }
    return legs;
  }

  #areApart({ a, b }: Bond): boolean {
    return this.#isMarked(a, MARK.Apart) && this.#isMarked(b, MARK.Apart);
  }

  #reopen(row: RowId): void {
    if (this.legs.has(row)) this.#putOpen(row);
  }

  #putOpen(row: RowId): void {
    if (this.#isMarked(row, MARK.Open)) return;
    this.#mark(row, MARK.Open);
    this.#open.push(row);
  }

  /** Whether nothing more can be told of what was sent on, and when. */
  #isOver(row: RowId): boolean {
    const waits = !this.legs.isFlagged(row, LEG.Answered | LEG.Failed);
    const sinceUs = this.#latestUs - this.conversations.table.endUs.get(row);
    return !(sinceUs <= ECHO_US) && (!waits || this.#latestUs - this.legs.startUs.get(row) > WAIT_US);
  }

  #isMarked(row: RowId, mark: number): boolean {
    return (this.#marks.get(row) & mark) !== 0;
  }

  #mark(row: RowId, mark: number): void {
    this.#marks.set(row, this.#marks.get(row) | mark);
  }

  #unmark(row: RowId, mark: number): void {
    this.#marks.set(row, this.#marks.get(row) & ~mark);
  }
}

/** Whether a time is told that was not, or is another than before: nothing is found by one that nobody told. */
function isNew(timeUs: number, beforeUs: number): boolean {
  return !Number.isNaN(timeUs) && timeUs !== beforeUs;
}

/** The far end of the one was heard in the other: it follows it, with nothing between. */
function isHeard({ said }: Weighed): boolean {
  return (said & SAID.Start) !== 0 && (said & (SAID.Ringing | SAID.Final)) !== 0;
}
