/**
 * What is known of each conversation that is a call, for comparing it with others: when its INVITE was sent, where it came from and
 * where it ended, its numbers, and when it rang, was answered or refused, and ended. Read from its messages once it has changed, and
 * kept in 64 bytes.
 */
import { CONVERSATION } from '../conversations/conversation-table.js';
import type { Conversations } from '../conversations/conversations.js';
import { MESSAGE } from '../conversations/message-table.js';
import type { MessageId, RowId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';
import { Records } from '../tables/records.js';
import type { Hosts } from './hosts.js';

/** Messages looked at of a conversation: what comes later does not change how a call was set up. */
const MAX_LOOKED = 192;
/** Times are kept from the first INVITE on, in units of 10 µs: as far as six hours. */
const UNIT_US = 10;
const LATEST = 0x7fff_ffff;
/** Not seen. */
const NEVER = -1;

/** Bits of `flags`. */
export const LEG = {
  Answered: 1 << 0,
  /** Its last final response is no success, and no challenge. */
  Failed: 1 << 1,
  /** The caller hung up or gave up. */
  EndedByCaller: 1 << 2,
  Cancelled: 1 << 3,
  /** INVITEs of the same attempt went to several hosts. */
  Spread: 1 << 4,
} as const;

/** Hosts an INVITE is followed to. */
const MAX_TARGETS = 8;

export class LegTable {
  readonly #conversations: Conversations;
  readonly #hosts: Hosts;
  readonly #record: Records<RowId>;
  /** Time of the first INVITE; NaN where nobody told. */
  readonly startUs;
  /** First time the INVITE of the latest attempt was sent, from `startUs` on: after credentials were asked for. */
  readonly #latest;
  readonly #ring;
  readonly #ringHere;
  readonly #final;
  readonly #finalHere;
  readonly #end;
  /** Endpoint that sent the first INVITE, and the last it was sent to. */
  readonly origin;
  readonly target;
  readonly flags;
  /** Messages of the conversation when it was looked at. */
  readonly #looked;
  readonly #ids: MessageId[] = [];
  /** Hosts where the INVITE of the conversation looked at last ended. */
  readonly targets: number[] = [];

  constructor(conversations: Conversations, hosts: Hosts) {
    this.#conversations = conversations;
    this.#hosts = hosts;
    const record = new Records<RowId>(56, conversations.table.moved);
    this.#record = record;
    this.startUs = record.float64();
    this.#latest = record.int32();
    this.#ring = record.int32();
    this.#ringHere = record.int32();
    this.#final = record.int32();
    this.#finalHere = record.int32();
    this.#end = record.int32();
    this.origin = record.int32();
    this.target = record.int32();
    this.flags = record.uint32();
    this.#looked = record.uint32();
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#record.bytes;
  }

  /** Whether the conversation was looked at and is a call with an INVITE. */
  has(row: RowId): boolean {
    return row < this.#record.count && this.#looked.get(row) > 0;
  }

  /** µs when the INVITE of the latest attempt was sent. */
  latestUs(row: RowId): number {
    return this.#at(row, this.#latest.get(row));
  }

  /** µs of the first 180 to 183; NaN without one. `here`: as it reached the host that sent the INVITE. */
  ringUs(row: RowId, here: boolean): number {
    return this.#at(row, here ? this.#ringHere.get(row) : this.#ring.get(row));
  }

  /** µs of the final response. */
  finalUs(row: RowId, here: boolean): number {
    return this.#at(row, here ? this.#finalHere.get(row) : this.#final.get(row));
  }

  /** µs of the first BYE, or of the CANCEL. */
  endUs(row: RowId): number {
    return this.#at(row, this.#end.get(row));
  }

  isFlagged(row: RowId, flag: number): boolean {
    return (this.flags.get(row) & flag) !== 0;
  }

  /**
   * Looks at the messages of a conversation; `targets` are its hosts then.
   * @returns Whether it is a call whose INVITE was seen.
   */
  look(row: RowId): boolean {
    const { table } = this.#conversations;
    // A large one is not walked through with every message: what is looked at of it does not change.
    if (this.has(row) && this.#looked.get(row) === MAX_LOOKED) return true;
    if (!table.has(row, CONVERSATION.Call) || table.latestAttempt.get(row) < 0) return false;
    this.#conversations.settleRow(row, true);
    const ids = this.#messagesOf(row);
    let first = 0;
    while (first < ids.length && !this.#isAttempt(ids[first]!)) first++;
    if (first === ids.length) return false;
    while (this.#record.count <= row) this.#record.add();
    this.#begin(row, ids[first]!);
    for (let at = first; at < ids.length; at++) this.#take(row, ids[at]!);
    this.#looked.set(row, ids.length);
    this.#findTargets(ids, first);
    return true;
  }

  /** The first messages of a conversation in order of time: valid until it is asked again. */
  #messagesOf(row: RowId): readonly MessageId[] {
    const { table, messages } = this.#conversations;
    const ids = this.#ids;
    ids.length = 0;
    for (let id = table.lastMessage.get(row); id >= 0; id = messages.previousMessage.get(id)) ids.push(id);
    ids.reverse();
    if (ids.length > MAX_LOOKED) ids.length = MAX_LOOKED;
    return ids;
  }

  #begin(row: RowId, id: MessageId): void {
    const { messages } = this.#conversations;
    this.startUs.set(row, messages.timeUs.get(id));
    for (const time of [this.#ring, this.#ringHere, this.#final, this.#finalHere, this.#end]) time.set(row, NEVER);
    this.#latest.set(row, 0);
    this.origin.set(row, messages.source.get(id));
    this.target.set(row, messages.destination.get(id));
    this.flags.set(row, 0);
  }

  #take(row: RowId, id: MessageId): void {
    const { messages } = this.#conversations;
    if (messages.has(id, MESSAGE.Retransmission | MESSAGE.Copy)) return;
    const method = messages.method.get(id);
    if (!messages.has(id, MESSAGE.Response)) {
      if (method === METHOD.INVITE && messages.toTag.get(id) === 0) this.#attempt(row, id);
      else if (method === METHOD.BYE || method === METHOD.CANCEL) this.#ended(row, id, method);
    } else if (method === METHOD.INVITE) this.#response(row, id);
  }

  #attempt(row: RowId, id: MessageId): void {
    const { messages } = this.#conversations;
    this.#latest.set(row, this.#since(row, id));
    this.target.set(row, messages.destination.get(id));
    // A retry: what was answered before was a challenge or another place to go to.
    if (messages.source.get(id) !== this.origin.get(row)) return;
    this.flags.set(row, this.flags.get(row) & ~LEG.Failed);
    if (this.isFlagged(row, LEG.Answered)) return;
    this.#final.set(row, NEVER);
    this.#finalHere.set(row, NEVER);
  }

  #response(row: RowId, id: MessageId): void {
    const { messages } = this.#conversations;
    const status = messages.status.get(id);
    const since = this.#since(row, id);
    const here = this.#isHere(row, id);
    if (status >= 180 && status < 190) {
      if (this.#ring.get(row) < 0) this.#ring.set(row, since);
      if (here && this.#ringHere.get(row) < 0) this.#ringHere.set(row, since);
    } else if (status >= 200 && !this.isFlagged(row, LEG.Answered)) {
      const isChallenge = status === 401 || status === 407;
      const answered = status < 300;
      if (answered) this.flags.set(row, (this.flags.get(row) & ~LEG.Failed) | LEG.Answered);
      else if (!isChallenge) this.flags.set(row, this.flags.get(row) | LEG.Failed);
      this.#final.set(row, since);
      if (here) this.#finalHere.set(row, since);
    } else if (status >= 200 && status < 300 && here && this.#finalHere.get(row) < 0) this.#finalHere.set(row, since);
  }

  #ended(row: RowId, id: MessageId, method: number): void {
    const { messages } = this.#conversations;
    if (this.#end.get(row) >= 0) return;
    this.#end.set(row, this.#since(row, id));
    let flags = method === METHOD.CANCEL ? LEG.Cancelled : 0;
    if (this.#hosts.of(messages.source.get(id)) === this.#hosts.of(this.origin.get(row))) flags |= LEG.EndedByCaller;
    this.flags.set(row, this.flags.get(row) | flags);
  }

  /** An INVITE that is sent on by a proxy ends where nobody sends it further. */
  #findTargets(ids: readonly MessageId[], first: number): void {
    const { messages } = this.#conversations;
    this.targets.length = 0;
    for (let at = first; at < ids.length && this.targets.length < MAX_TARGETS; at++) {
      if (!this.#isAttempt(ids[at]!)) continue;
      const host = this.#hosts.of(messages.destination.get(ids[at]!));
      if (!this.targets.includes(host)) this.targets.push(host);
    }
    if (this.targets.length === 1) return;
    for (let at = first; at < ids.length && this.targets.length > 1; at++) {
      if (!this.#isAttempt(ids[at]!)) continue;
      const place = this.targets.indexOf(this.#hosts.of(messages.source.get(ids[at]!)));
      if (place >= 0) this.targets.splice(place, 1);
    }
  }

  #isAttempt(id: MessageId): boolean {
    const { messages } = this.#conversations;
    return (
      messages.method.get(id) === METHOD.INVITE &&
      messages.toTag.get(id) === 0 &&
      !messages.has(id, MESSAGE.Response | MESSAGE.Retransmission | MESSAGE.Copy)
    );
  }

  #isHere(row: RowId, id: MessageId): boolean {
    const destination = this.#conversations.messages.destination.get(id);
    const origin = this.origin.get(row);
    return destination === origin || this.#hosts.of(destination) === this.#hosts.of(origin);
  }

  #since(row: RowId, id: MessageId): number {
    const sinceUs = this.#conversations.messages.timeUs.get(id) - this.startUs.get(row);
    return Math.max(0, Math.min(LATEST, Math.round(sinceUs / UNIT_US))) || 0;
  }

  #at(row: RowId, since: number): number {
    return since < 0 ? Number.NaN : this.startUs.get(row) + since * UNIT_US;
  }
}
