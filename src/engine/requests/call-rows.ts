/** Rows of calls as they cross the thread: their legs, the whole of them, and why they belong together. */
import type { Calls } from '../../calls/calls.js';
import type { Link } from '../../calls/link.js';
import { certaintyOf } from '../../model/call-links.js';
import type { MessageId, RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import type { CallRow, ConversationRow, LinkRow } from '../protocol/rows.js';
import type { ConversationRows } from './conversation-rows.js';
import { wholeOf } from './whole.js';

type NumberOf = (conversation: RowId, message: MessageId) => number | null;

export class CallRows {
  readonly #index: CurrentIndex;
  readonly #calls: Calls;
  readonly #conversationRows: ConversationRows;

  constructor(index: CurrentIndex, calls: Calls, conversationRows: ConversationRows) {
    this.#index = index;
    this.#calls = calls;
    this.#conversationRows = conversationRows;
  }

  /** Each call is the number of its first leg. */
  rows(calls: readonly RowId[]): CallRow[] {
    const legsOf = calls.map(call => this.#calls.legs(call));
    // At once: their first messages are read in the order they lie in.
    const rows = this.#conversationRows.rows(legsOf.flat(), [], true);
    let from = 0;
    return calls.map((call, at) => {
      const legs = rows.slice(from, from + legsOf[at]!.length);
      from += legs.length;
      return this.#row(call, legs);
    });
  }

  #row(call: RowId, legs: ConversationRow[]): CallRow {
    const numberOf = this.#numbers();
    const links = legs.length === 1 ? [] : this.#calls.links(call).map(link => linkRow(link, numberOf));
    return { call, legs, whole: wholeOf(legs), links, evicted: this.#calls.evicted(call) };
  }

  /** Numbers of messages in their conversations, each of which is looked through once. */
  #numbers(): NumberOf {
    const { conversations } = this.#index.current;
    const known = new Map<RowId, readonly MessageId[]>();
    return (conversation, message) => {
      const ids = known.get(conversation) ?? conversations.messagesOf(conversation);
      known.set(conversation, ids);
      const number = ids.indexOf(message);
      return number < 0 ? null : number;
    };
  }
}

function linkRow({ a, b, reason, points, because, evidence }: Link, numberOf: NumberOf): LinkRow {
  return {
    a,
    b,
    reason,
    certainty: certaintyOf(points),
    points,
    because,
    evidence: evidence.map(each => ({ ...each, number: numberOf(each.conversation, each.message) })),
  };
}
