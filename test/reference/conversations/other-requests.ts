/**
 * What a conversation holds besides what decides its state: a registration before a call, OPTIONS in the middle of it. Only requests
 * sent outside a dialog count, and of each method the latest. Few conversations have any, so each is an object; a conversation
 * keeps eight.
 */
import { type MessageId, NO_MESSAGE, type RowId } from '../../../src/model/ids.js';
import { isForFirstHop, isOfAttempt, isRetry } from './attempts.js';
import type { MessageTable } from './message-table.js';

const MAX_OTHERS = 8;

/** When it was sent, seen from the attempt that decides. */
type When = 'before' | 'meanwhile' | 'after';

export interface OtherRequest {
  attempt: MessageId;
  /** Its final response; NO_MESSAGE if none was seen. */
  answer: MessageId;
  when: When;
}

const NONE: readonly OtherRequest[] = [];

export class OtherRequests {
  readonly #messages: MessageTable;
  readonly #byRow = new Map<RowId, OtherRequest[]>();

  constructor(messages: MessageTable) {
    this.#messages = messages;
  }

  /** In the order they were sent. */
  of(row: RowId): readonly OtherRequest[] {
    return this.#byRow.get(row) ?? NONE;
  }

  /** Takes in a request outside a dialog. */
  request(row: RowId, id: MessageId, when: When): void {
    const messages = this.#messages;
    const others = this.#of(row);
    const method = messages.method.get(id);
    const at = others.findIndex(other => other.when !== 'before' && messages.method.get(other.attempt) === method);
    const earlier = others[at];
    if (earlier !== undefined) {
      if (!isRetry(messages, earlier.attempt, id, earlier.answer >= 0)) return;
      others.splice(at, 1);
    }
    if (others.length < MAX_OTHERS) others.push({ attempt: id, answer: NO_MESSAGE, when });
  }

  /** Takes in a response: a final one answers the request it belongs to. */
  response(row: RowId, id: MessageId): void {
    const messages = this.#messages;
    if (messages.status.get(id) < 200) return;
    const method = messages.method.get(id);
    const answered = this.of(row).find(
      ({ attempt, answer }) =>
        answer < 0 &&
        messages.method.get(attempt) === method &&
        isOfAttempt(messages, attempt, id) &&
        isForFirstHop(messages, attempt, id),
    );
    if (answered !== undefined) answered.answer = id;
  }

  /** A call begins: all that was sent until now was before it, also what decided so far. */
  putBefore(row: RowId, attempt: MessageId, answer: MessageId): void {
    const { orderUs } = this.#messages;
    const others = this.#of(row);
    others.push({ attempt, answer, when: 'before' });
    for (const other of others) other.when = 'before';
    others.sort((a, b) => orderUs.get(a.attempt) - orderUs.get(b.attempt) || a.attempt - b.attempt);
    others.length = Math.min(others.length, MAX_OTHERS);
  }

  /** What decides goes on with another attempt: what seemed to come after it came meanwhile. */
  goOn(row: RowId): void {
    for (const other of this.of(row)) if (other.when === 'after') other.when = 'meanwhile';
  }

  /** Forgets those of a row. */
  clear(row: RowId): void {
    this.#byRow.delete(row);
  }

  #of(row: RowId): OtherRequest[] {
    const known = this.#byRow.get(row) ?? [];
    this.#byRow.set(row, known);
    return known;
  }
}
