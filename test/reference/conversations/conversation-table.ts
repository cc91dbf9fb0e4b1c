/**
 * The index of conversations: one row per conversation, in order of arrival. Method, addresses and transport are
 * those of its earliest message, read from the message table through `firstMessage`.
 */
import { type MessageId, type RowId, rowId } from '../../../src/model/ids.js';
import type { MessageTable, Reading } from './message-table.js';
import { MovedRows } from '../tables/moved-rows.js';
import { Records } from '../tables/records.js';
import { STATE } from './states.js';

/** Bits of the `flags` field. */
export const CONVERSATION = {
  /** A final response below 300 answered the INVITE, or an ACK or BYE shows that one did. */
  Answered: 1 << 0,
  /** Any response to the latest attempt was seen. */
  Responded: 1 << 1,
  /** The latest attempt has its final response. */
  Final: 1 << 2,
  Cancelled: 1 << 3,
  /** The 2xx was acknowledged. */
  Acknowledged: 1 << 4,
  /** More than one far end answered. */
  Forked: 1 << 5,
  EarlyMedia: 1 << 6,
  ByeFromCaller: 1 << 7,
  ByeFromCallee: 1 << 8,
  ByeAnswered: 1 << 9,
  SdpFromCaller: 1 << 10,
  SdpFromCallee: 1 << 11,
  /** The latest attempt carried credentials. */
  Authorized: 1 << 12,
  /** The agent of a side is known. */
  CallerAgent: 1 << 13,
  CalleeAgent: 1 << 14,
  /** It holds an INVITE or a response to one: the call decides. */
  Call: 1 << 15,
  /** It holds requests of other methods than the one that decides: `OtherRequests` has them. */
  Mixed: 1 << 16,
  /** An attempt before the latest had a 2xx, and nothing withdrew it. */
  SucceededBefore: 1 << 17,
  /** It holds an INVITE inside a dialog. */
  Reinvited: 1 << 18,
} as const;

/**
 * The fields of a record, byte by byte:
 *
 *       0       1       2       3       4       5       6       7
 *    0 │firstMessage                   │lastMessage                    │
 *    8 │from                           │to                             │
 *   16 │headerSet                      │postings                       │
 *   24 │changed│       │status         │reason         │state  │repeats│
 *   32 │flags                          │messages                       │
 *   40 │retransmissions                │copies                         │
 *   48 │firstAttempt                   │latestAttempt                  │
 *   56 │answeredTag                    │ringing                        │
 *   64 │setUp                          │finalResponse                  │
 *   72 │callerAgent    │calleeAgent    │                               │
 */
export class ConversationTable {
  /** Rows whose chunk was dropped. */
  readonly moved = new MovedRows<RowId>();
  readonly record = new Records<RowId>(80, this.moved);
  #count = 0;

  /** Earliest and latest message; in a stale row the latter is the latest to arrive. */
  readonly firstMessage = this.record.id<MessageId>();
  readonly lastMessage = this.record.id<MessageId>();
  /** Numbers of the earliest message: id of `Conversations.numbers` + 1; 0 for none. */
  readonly from = this.record.int32();
  readonly to = this.record.int32();
  /** Headers seen: number of `HeaderSets`. */
  readonly headerSet = this.record.int32();
  /** First of its numbers: entry of `NumberPostings`; 0 for none. */
  readonly postings = this.record.int32();
  /** 1 if it received messages since `Conversations.takeChanged`. */
  readonly changed = this.record.uint8();

  // From here on: derived from its messages in time order; see `clear`.

  /** Final response to the latest attempt; 0 before there is one. Reason: id of `Conversations.reasons`. */
  readonly status = this.record.uint16();
  readonly reason = this.record.uint16();
  /** Index in STATES (states.ts) according to the messages; the clock may make it "unanswered". */
  readonly state = this.record.uint8();
  /** Retransmissions of the latest attempt, at most 255. */
  readonly repeats = this.record.uint8();
  /** Bits of CONVERSATION. */
  readonly flags = this.record.uint32();
  readonly messages = this.record.uint32();
  readonly retransmissions = this.record.uint32();
  readonly copies = this.record.uint32();
  /** First and latest request of the method that decides sent outside a dialog; NO_MESSAGE if none was seen. */
  readonly firstAttempt = this.record.id<MessageId>();
  readonly latestAttempt = this.record.id<MessageId>();
  /** To tag of the dialog that was answered; 0 for none. */
  readonly answeredTag = this.record.int32();
  /** The first 180 or 183, the first 2xx, and the response that `status` is of; NO_MESSAGE if there was none. */
  readonly ringing = this.record.id<MessageId>();
  readonly setUp = this.record.id<MessageId>();
  readonly finalResponse = this.record.id<MessageId>();
  /** First User-Agent or Server seen of each side: id of `Conversations.agents`, 0 if unknown. */
  readonly callerAgent = this.record.uint16();
  readonly calleeAgent = this.record.uint16();

  /** Messages that wait until the row is reduced again, since one that is older than the last came in. */
  readonly stale = this.record.sparse.uint32();
  /** First of the values that link it to others: entry of `LinkValues`; 0 for none. */
  readonly links = this.record.sparse.int32();

  /** Times of the earliest and the latest message, and what is between them; NO_TIME where nobody told. */
  readonly startUs: Reading<RowId>;
  readonly endUs: Reading<RowId>;
  readonly durationUs: Reading<RowId>;
  /** µs from the first request to the first 180 or 183, and to the first 2xx; NO_TIME if there was none, or nobody told. */
  readonly ringUs: Reading<RowId>;
  readonly setupUs: Reading<RowId>;

  constructor(messages: MessageTable) {
    const { firstMessage, lastMessage, firstAttempt, ringing, setUp } = this;
    this.startUs = { get: row => messages.timeUs.get(firstMessage.get(row)) };
    this.endUs = { get: row => messages.timeUs.get(lastMessage.get(row)) };
    this.durationUs = { get: row => messages.elapsedUs(firstMessage.get(row), lastMessage.get(row)) };
    this.ringUs = { get: row => messages.elapsedUs(firstAttempt.get(row), ringing.get(row)) };
    this.setupUs = { get: row => messages.elapsedUs(firstAttempt.get(row), setUp.get(row)) };
  }

  /** Rows so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.#count;
  }

  /** Adds a conversation without messages; returns its row. */
  add(): RowId {
    const row = rowId(this.#count++);
    this.record.grow(row);
    this.#setAbsent(row);
    return row;
  }

  /** Clears what was derived from the messages of a row. */
  clear(row: RowId): void {
    this.record.clearFrom(this.status, row);
    this.#setAbsent(row);
  }

  /** Clears what was derived for the method that decided so far; what was counted stays. */
  clearAttempts(row: RowId): void {
    const messages = this.messages.get(row);
    const retransmissions = this.retransmissions.get(row);
    const copies = this.copies.get(row);
    this.clear(row);
    this.messages.set(row, messages);
    this.retransmissions.set(row, retransmissions);
    this.copies.set(row, copies);
  }

  #setAbsent(row: RowId): void {
    this.state.set(row, STATE.Partial);
  }

  has(row: RowId, flag: number): boolean {
    return (this.flags.get(row) & flag) !== 0;
  }
}
