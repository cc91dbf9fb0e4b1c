/**
 * Values that legs have in common: in headers, in SDP, and in Call-IDs made from one another. A value that is a device's and not a
 * call's shows in two ways: too many have it, or two calls that go the same way have it, of which neither can be a leg of the other.
 */
import type { Conversations } from '../conversations/conversations.js';
import { MESSAGE } from '../conversations/message-table.js';
import type { Reason } from '../model/call-links.js';
import { type MessageId, NO_MESSAGE, NO_ROW, type RowId } from '../model/ids.js';
import { mayBeMade, originalsOf } from './call-id-forms.js';
import type { Bond } from './groups.js';
import type { Hosts } from './hosts.js';
import type { LegTable } from './leg.js';
import { SharedValues } from './shared-values.js';
import { type Trace, tracesIn } from './trace-headers.js';

/** Points of a value in common, and how far apart the starts of two legs may be that have it, in µs. */
const DAY_US = 86_400_000_000;
const MINUTE_US = 64_000_000;
const VALUES: Partial<Record<Reason, { points: number; withinUs: number }>> = {
  'call-id-header': { points: 100, withinUs: DAY_US },
  'session-id': { points: 95, withinUs: DAY_US },
  icid: { points: 90, withinUs: DAY_US },
  'trace-header': { points: 90, withinUs: DAY_US },
  'learned-header': { points: 85, withinUs: 30_000_000 },
  'header-token': { points: 70, withinUs: MINUTE_US },
  'call-id-form': { points: 80, withinUs: DAY_US },
  'via-branch': { points: 90, withinUs: MINUTE_US },
  replaces: { points: 100, withinUs: DAY_US },
  offer: { points: 70, withinUs: MINUTE_US },
  answer: { points: 60, withinUs: MINUTE_US },
  'media-key': { points: 90, withinUs: MINUTE_US },
};
/** More calls at a time with the same media or origin have the default of a device. */
const MOST_DESCRIBED = 2;
/** Call-IDs named before their conversation came, and pairs that wait for more: the oldest are forgotten. */
const MOST_REMEMBERED = 65_536;
/** Legs joined by a header that are looked at again if it turns out to say nothing. */
const MOST_TAKEN_BACK = 4096;
/** Descriptions read in one step, less one: a few µs. */
const STEP = 7;
/** Kinds of values: other kinds, other values. */
const KIND = { token: 0x10000, media: 0x20000, origin: 0x30000, key: 0x40000, branch: 0x50000 } as const;

interface Takers {
  bind(bond: Bond): boolean;
  /** Takes apart the calls of these, which were joined by something that is no call's own; answers their legs. */
  dissolve(rows: readonly RowId[]): readonly RowId[];
  /** Whether a conversation was looked at: what it says is compared after that. */
  isLookedAt(row: RowId): boolean;
}

export class ValueMatches {
  readonly #conversations: Conversations;
  readonly #legs: LegTable;
  readonly #hosts: Hosts;
  readonly #takers: Takers;
  readonly #shared = new SharedValues();
  /** Who named a Call-ID that was not met yet. */
  readonly #named = new Map<string, { row: RowId; message: MessageId; reason: Reason }>();
  /** Headers nobody registered whose values turned out not to be a call's own. */
  readonly #notCalls = new Set<number>();
  /** Legs that such a header has joined so far. */
  readonly #joinedBy = new Map<number, RowId[]>();
  /** Points of pairs that have something in common, not enough yet to be joined. */
  readonly #pairs = new Map<number, number>();
  /** The next link and the next description to be read. */
  #nextLink = 1;
  #nextDescription = 0;
  #indexesBranches = false;

  constructor(conversations: Conversations, legs: LegTable, hosts: Hosts, takers: Takers) {
    this.#conversations = conversations;
    this.#legs = legs;
    this.#hosts = hosts;
    this.#takers = takers;
  }

  get bytes(): number {
    return this.#shared.bytes;
  }

  /** A conversation came: its Call-ID may be named elsewhere, or made from another. */
  met(row: RowId): void {
    const { callIds } = this.#conversations;
    if (this.#named.size > 0) {
      const callId = callIds.text(row);
      const named = this.#named.get(callId);
      if (named !== undefined) {
        this.#named.delete(callId);
        this.#join(row, named.row, named.reason, NO_MESSAGE, named.message);
      }
    }
    if (callIds.isOfKind(row, mayBeMade))
      for (const original of originalsOf(callIds.text(row))) {
        const other = this.#conversations.find(original);
        if (other !== NO_ROW && other !== row) this.#join(other, row, 'call-id-form', NO_MESSAGE, NO_MESSAGE);
      }
    if (this.#indexesBranches) this.#noteBranch(row);
  }

  /** Reads, in steps, what links and descriptions came since, of conversations that were looked at. */
  *settle(): Generator<undefined, void> {
    const { links, descriptions } = this.#conversations;
    for (; this.#nextLink < links.lists.record.count; this.#nextLink++) {
      const row = this.#rowOf(links.message(this.#nextLink));
      if (row === NO_ROW) continue;
      if (!this.#takers.isLookedAt(row)) break;
      this.#readLink(this.#nextLink, row);
      yield;
    }
    for (; this.#nextDescription < descriptions.record.count; this.#nextDescription++) {
      const row = this.#rowOf(descriptions.message.get(this.#nextDescription));
      if (row === NO_ROW) continue;
      if (!this.#takers.isLookedAt(row)) break;
      this.#readDescription(this.#nextDescription, row);
      if ((this.#nextDescription & STEP) === 0) yield;
    }
  }

  /** The conversation of a message; none if it was evicted. */
  #rowOf(message: MessageId): RowId {
    const { messages, rows } = this.#conversations;
    if (message < 0 || !messages.isHere(message)) return NO_ROW;
    const row = messages.conversation.get(message);
    return rows.has(row) ? row : NO_ROW;
  }

  forget(floor: RowId): void {
    this.#shared.forget(floor);
  }

  #readLink(entry: number, row: RowId): void {
    const { links, names } = this.#conversations;
    const message = links.message(entry);
    const header = links.header(entry);
    if (this.#notCalls.has(header)) return;
    const traces = tracesIn(names.name(header), links.values.text(links.value(entry)));
    for (const trace of traces) this.#readTrace(row, message, header, trace);
  }

  #readTrace(row: RowId, message: MessageId, header: number, { reason, text, isCallId }: Trace): void {
    if (isCallId && this.#readCallId(row, message, reason, text)) return;
    if (reason === 'replaces' || (isCallId && reason === 'call-id-header' && text.length < 8)) return;
    if (reason === 'via-branch') this.#readBranch(row, message, text);
    else {
      const [one, other] = this.#hashes(text);
      const turned: RowId[] = [];
      const met = this.#shared.note(one, other, row, turned);
      for (const each of met) this.#meet(each, row, header, reason, message);
      if (turned.length > 0) this.#takeBack(turned);
    }
  }

  /** Whether the text is another's Call-ID. */
  #readCallId(row: RowId, message: MessageId, reason: Reason, text: string): boolean {
    const other = this.#conversations.find(text);
    const as = reason === 'replaces' ? reason : 'call-id-header';
    if (other === row) return true;
    if (other !== NO_ROW) {
      this.#join(other, row, as, NO_MESSAGE, message);
      return true;
    }
    remember(this.#named, text, { row, message, reason: as });
    return false;
  }

  #meet(other: RowId, row: RowId, header: number, reason: Reason, message: MessageId): void {
    const isLearned = reason === 'learned-header' || reason === 'header-token';
    if (this.#goSameWay(other, row)) {
      if (isLearned) this.#isNoCalls(header);
      return;
    }
    if (isLearned) {
      if (this.#notCalls.has(header)) return;
      const rows = this.#joinedBy.get(header) ?? [];
      this.#joinedBy.set(header, rows);
      if (rows.push(row) > MOST_TAKEN_BACK) rows.shift();
    }
    this.#join(other, row, reason, NO_MESSAGE, message);
  }

  /** A header has the same value in calls that are none of each other's legs: what it joined is taken back. */
  #isNoCalls(header: number): void {
    this.#notCalls.add(header);
    this.#takeBack(this.#joinedBy.get(header) ?? []);
    this.#joinedBy.delete(header);
  }

  /** Takes apart the calls of conversations, and joins again what other values hold together. */
  #takeBack(rows: readonly RowId[]): void {
    for (const row of this.#takers.dissolve(rows))
      for (const { header, text, message } of this.#conversations.linksOf(row)) {
        if (this.#notCalls.has(this.#conversations.names.find(header))) continue;
        for (const trace of tracesIn(header, text)) this.#joinAgain(row, message, trace);
      }
  }

  #joinAgain(row: RowId, message: MessageId, { reason, text, isCallId }: Trace): void {
    if (isCallId && this.#readCallId(row, message, reason, text)) return;
    if (reason === 'via-branch') return;
    const [one, other] = this.#hashes(text);
    for (const each of this.#shared.others(one, other, row))
      if (!this.#goSameWay(each, row)) this.#join(each, row, reason, NO_MESSAGE, message);
  }

  /** The branch of the last Via is that of the one who called first, if the B2BUA keeps it. */
  #readBranch(row: RowId, message: MessageId, text: string): void {
    if (!text.startsWith('z9hG4bK')) return;
    if (!this.#indexesBranches) {
      this.#indexesBranches = true;
      for (const each of this.#conversations.rows) this.#noteBranch(each);
    }
    const [hash] = this.#hashes(text);
    for (const other of this.#shared.note(hash, KIND.branch, row))
      if (!this.#goSameWay(other, row)) this.#join(other, row, 'via-branch', NO_MESSAGE, message);
  }

  /** A text as two numbers: the keyed hashes of it, and of it without its first byte. */
  #hashes(text: string): [number, number] {
    const { core } = this.#conversations;
    const bytes = Buffer.from(text, 'utf8');
    const at = core.lend(bytes, 0, bytes.length);
    const { hashBytes } = core.exports;
    return [hashBytes(at, at + bytes.length), KIND.token ^ hashBytes(at + 1, at + bytes.length)];
  }

  #noteBranch(row: RowId): void {
    const { table, messages } = this.#conversations;
    const attempt = table.latestAttempt.get(row);
    if (attempt < 0) return;
    const branch = messages.branch.get(attempt);
    if (branch === 0) return;
    for (const other of this.#shared.note(branch, KIND.branch, row))
      if (!this.#goSameWay(other, row)) this.#join(other, row, 'via-branch', NO_MESSAGE, attempt);
  }

  #readDescription(at: number, row: RowId): void {
    const { descriptions, messages } = this.#conversations;
    const message = descriptions.message.get(at);
    const reason = messages.has(message, MESSAGE.Response) ? 'answer' : 'offer';
    const port = descriptions.port.get(at);
    const address = descriptions.address.get(at);
    if (port !== 0 && address !== 0) this.#describe(row, message, reason, address, KIND.media + port);
    const origin = descriptions.origin.get(at);
    if (origin !== 0) this.#describe(row, message, reason, origin, KIND.origin ^ descriptions.originHost.get(at));
    const key = descriptions.mediaKey.get(at);
    if (key !== 0) this.#describe(row, message, 'media-key', key, KIND.key ^ descriptions.mediaKeyEnd.get(at));
  }

  #describe(row: RowId, message: MessageId, reason: Reason, one: number, other: number): void {
    const met = this.#shared.note(one, other, row).filter(each => this.#isNear(each, row, MINUTE_US));
    if (met.length === 0 || met.length > MOST_DESCRIBED) return;
    for (const each of met) if (!this.#goSameWay(each, row)) this.#join(each, row, reason, NO_MESSAGE, message);
  }

  /** Adds to what speaks for two conversations being legs of one call; the takers join them where it is enough. */
  #join(one: RowId, other: RowId, reason: Reason, messageOne: MessageId, messageOther: MessageId): void {
    const value = VALUES[reason];
    if (value === undefined || !this.#isNear(one, other, value.withinUs)) return;
    const swapped = this.#startUs(one) > this.#startUs(other);
    const [a, b] = swapped ? [other, one] : [one, other];
    const [messageA, messageB] = swapped ? [messageOther, messageOne] : [messageOne, messageOther];
    const key = a * 0x4000000 + b;
    const points = value.points + (this.#pairs.get(key) ?? 0);
    if (this.#takers.bind({ a, b, reason, points, messageA, messageB })) this.#pairs.delete(key);
    else remember(this.#pairs, key, points);
  }

  #isNear(one: RowId, other: RowId, withinUs: number): boolean {
    return !(Math.abs(this.#startUs(one) - this.#startUs(other)) > withinUs);
  }

  #startUs(row: RowId): number {
    return this.#legs.has(row) ? this.#legs.startUs.get(row) : this.#conversations.table.startUs.get(row);
  }

  /** Two calls from the same host to the same host: one is not sent on as the other. */
  #goSameWay(one: RowId, other: RowId): boolean {
    const { origin, target } = this.#legs;
    if (!this.#legs.has(one) || !this.#legs.has(other)) return false;
    const hosts = this.#hosts;
    return (
      hosts.of(origin.get(one)) === hosts.of(origin.get(other)) &&
      hosts.of(target.get(one)) === hosts.of(target.get(other))
    );
  }
}

/** Keeps a value, and forgets the oldest if there are too many. */
function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.set(key, value);
  if (map.size <= MOST_REMEMBERED) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
