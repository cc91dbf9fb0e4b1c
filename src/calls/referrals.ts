/**
 * Blind transfers (RFC 3515, 5589): who receives a REFER calls the number it names. The REFER is in one conversation, the INVITE that
 * follows in another.
 */
import type { Conversations } from '../conversations/conversations.js';
import { MESSAGE } from '../conversations/message-table.js';
import type { MessageId, RowId } from '../model/ids.js';
import { NUMBER } from '../sip/headers/header-table.js';
import { METHOD } from '../sip/headers/methods.js';
import type { Bond } from './groups.js';
import type { Hosts } from './hosts.js';
import type { LegTable } from './leg.js';
import type { NumberForms } from './number-forms.js';

/** The INVITE follows within. */
const WITHIN_US = 5_000_000;
const POINTS = 75;
/** With Referred-By (RFC 3892), which the one who transferred gave along. */
const CERTAIN_POINTS = 95;
/** REFERs that may still be followed. */
const MOST_KEPT = 1024;

interface Referral {
  row: RowId;
  message: MessageId;
  timeUs: number;
  /** Who shall call, and the form of the number. */
  host: number;
  called: number;
}

export class Referrals {
  readonly #conversations: Conversations;
  readonly #hosts: Hosts;
  readonly #forms: NumberForms;
  /** The latest last. */
  #kept: Referral[] = [];

  constructor(conversations: Conversations, hosts: Hosts, forms: NumberForms) {
    this.#conversations = conversations;
    this.#hosts = hosts;
    this.#forms = forms;
  }

  /** What of these conversations, which changed, was referred, or refers. */
  take(rows: readonly RowId[], legs: LegTable): Bond[] {
    for (const row of rows) this.#look(row);
    if (this.#kept.length === 0) return [];
    return rows.flatMap(row => (legs.has(row) ? this.#referredTo(row, legs) : []));
  }

  #look(row: RowId): void {
    const { table, messages } = this.#conversations;
    const number = this.#numberOfKind(row, NUMBER.ReferTo);
    if (number < 0) return;
    const known = new Set(this.#kept.flatMap(referral => (referral.row === row ? [referral.message] : [])));
    for (let id = table.lastMessage.get(row); id >= 0; id = messages.previousMessage.get(id)) {
      if (messages.method.get(id) !== METHOD.REFER || messages.has(id, MESSAGE.Response) || known.has(id)) continue;
      if (messages.has(id, MESSAGE.Retransmission | MESSAGE.Copy)) continue;
      const host = this.#hosts.of(messages.destination.get(id));
      this.#kept.push({ row, message: id, timeUs: messages.timeUs.get(id), host, called: number });
    }
    if (this.#kept.length > MOST_KEPT) this.#kept = this.#kept.slice(-MOST_KEPT / 2);
  }

  #referredTo(row: RowId, legs: LegTable): Bond[] {
    const { table } = this.#conversations;
    const startUs = legs.startUs.get(row);
    const called = this.#forms.of(table.to.get(row) - 1);
    const host = this.#hosts.of(legs.origin.get(row));
    const referrer = this.#numberOfKind(row, NUMBER.ReferredBy);
    const from = this.#kept.findLast(
      ({ row: other, timeUs, host: receiver, called: number }) =>
        other !== row &&
        startUs >= timeUs &&
        startUs - timeUs <= WITHIN_US &&
        number === called &&
        (referrer < 0 || this.#isParty(other, referrer)) &&
        this.#hosts.passes(receiver, host),
    );
    if (from === undefined) return [];
    const points = referrer >= 0 ? CERTAIN_POINTS : POINTS;
    const messageB = table.firstMessage.get(row);
    return [{ a: from.row, b: row, reason: 'refer', points, messageA: from.message, messageB }];
  }

  #isParty(row: RowId, number: number): boolean {
    const { from, to } = this.#conversations.table;
    return this.#forms.of(from.get(row) - 1) === number || this.#forms.of(to.get(row) - 1) === number;
  }

  /** Form of the first number a conversation has in headers of a kind; -1 for none. */
  #numberOfKind(row: RowId, kind: number): number {
    const { table, postings } = this.#conversations;
    for (let entry = table.postings.get(row); entry !== 0; entry = postings.next(entry))
      if ((postings.kinds(entry) & (1 << kind)) !== 0) return this.#forms.of(postings.number(entry));
    return -1;
  }
}
