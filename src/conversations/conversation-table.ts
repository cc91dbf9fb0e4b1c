/**
 * The index of conversations: a record of 64 bytes a conversation, by order of arrival. In: numbers. Out: the same numbers. What its
 * earliest message says (method, addresses, transport) is read from the message table through `first`.
 */
import { Uint8Column, Uint16Column } from '../tables/columns.js';
import type { MessageTable, Reading } from './message-table.js';
import { MovedRows } from '../tables/moved-rows.js';
import { Int32Field, Records, Uint8Field, Uint16Field, Uint32Field } from '../tables/records.js';

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
} as const;

/** Absent in the duration fields. */
export const NO_DURATION = 0xffff_ffff;

export class ConversationTable {
  /** Rows whose chunk was let go. */
  readonly moved = new MovedRows();
  readonly #records = new Records(64, this.moved);
  #count = 0;

  /** Earliest and latest message: id + 1. `last` is the latest to arrive where the row is stale. */
  readonly first = new Int32Field(this.#records, 0);
  readonly last = new Int32Field(this.#records, 4);
  readonly messages = new Uint32Field(this.#records, 8);
  readonly retransmissions = new Uint32Field(this.#records, 12);
  readonly copies = new Uint32Field(this.#records, 16);
  /** Numbers of the earliest message: id of `Conversations.numbers` + 1; 0 where there is none. */
  readonly from = new Int32Field(this.#records, 20);
  readonly to = new Int32Field(this.#records, 24);
  /** First and latest request that began something outside a dialog: id + 1; 0 where none was seen. */
  readonly firstRequest = new Int32Field(this.#records, 28);
  readonly attempt = new Int32Field(this.#records, 32);
  /** To tag of the dialog that was answered; 0 where none was. */
  readonly answeredTag = new Int32Field(this.#records, 36);
  /** µs from the first request to the first 180 or 183, and to the 2xx; NO_DURATION where there was none. */
  readonly ringUs = new Uint32Field(this.#records, 40);
  readonly setupUs = new Uint32Field(this.#records, 44);
  /** Headers met: number of `HeaderSets`. */
  readonly headerSet = new Int32Field(this.#records, 48);
  /** First of its numbers: entry of `NumberPostings`; 0 where there is none. */
  readonly postings = new Int32Field(this.#records, 52);
  /** Bits of CONVERSATION. */
  readonly flags = new Uint16Field(this.#records, 56);
  /** Final response to the latest attempt; 0 while there is none. Reason: id of `Conversations.reasons`. */
  readonly status = new Uint16Field(this.#records, 58);
  readonly reason = new Uint16Field(this.#records, 60);
  /** Index in STATES (states.ts) as far as messages tell; the clock may make it "unanswered". */
  readonly state = new Uint8Field(this.#records, 62);
  /** Retransmissions of the latest attempt, at most 255. */
  readonly repeats = new Uint8Field(this.#records, 63);

  /** First met User-Agent or Server of each side: id of `Conversations.agents`, 0 where unknown. */
  readonly callerAgent = new Uint16Column(this.moved);
  readonly calleeAgent = new Uint16Column(this.moved);
  /** 1 where a message older than the last came in, until it is folded anew. */
  readonly stale = new Uint8Column(this.moved);

  /** Times of the earliest and the latest message. */
  readonly startUs: Reading;
  readonly endUs: Reading;

  constructor(messages: MessageTable) {
    this.startUs = { get: row => messages.timeUs.get(this.first.get(row) - 1) };
    this.endUs = { get: row => messages.timeUs.get(this.last.get(row) - 1) };
  }

  /** Rows so far; ids are 0 to `count` - 1. */
  get count(): number {
    return this.#count;
  }

  /** A new row, all fields 0; answers its id. */
  add(): number {
    this.#records.grow(this.#count);
    return this.#count++;
  }

  has(row: number, flag: number): boolean {
    return (this.flags.get(row) & flag) !== 0;
  }
}
