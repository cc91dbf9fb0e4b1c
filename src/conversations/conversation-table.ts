/**
 * The index of conversations: one row of numbers a conversation, by order of arrival. In: numbers. Out: the same numbers. What its
 * earliest message says (method, addresses, transport) is read from the message table through `first`.
 */
import { Float64Column, Int32Column, Uint8Column, Uint16Column, Uint32Column } from './columns.js';

/** Bits of the `flags` column. */
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
} as const;

/** Absent in the duration columns. */
export const NO_DURATION = 0xffff_ffff;

export class ConversationTable {
  /** Rows so far; ids are 0 to `count` - 1. */
  count = 0;

  /** Earliest and latest message: id + 1. */
  readonly first = new Int32Column();
  readonly last = new Int32Column();
  readonly startUs = new Float64Column();
  readonly endUs = new Float64Column();
  readonly messages = new Uint32Column();
  readonly retransmissions = new Uint32Column();
  readonly copies = new Uint32Column();

  /** Numbers of the earliest message: id of `Conversations.numbers` + 1; 0 where there is none. */
  readonly from = new Int32Column();
  readonly to = new Int32Column();
  /** First and latest request that began something outside a dialog: id + 1; 0 where none was seen. */
  readonly firstRequest = new Int32Column();
  readonly attempt = new Int32Column();
  /** Retransmissions of the latest attempt, at most 255. */
  readonly repeats = new Uint8Column();
  /** To tag of the dialog that was answered; 0 where none was. */
  readonly answeredTag = new Int32Column();

  /** Index in STATES (states.ts) as far as messages tell; the clock may make it "unanswered". */
  readonly state = new Uint8Column();
  /** Final response to the latest attempt; 0 while there is none. Reason: id of `Conversations.reasons`. */
  readonly status = new Uint16Column();
  readonly reason = new Uint16Column();
  /** µs from the first request to the first 180 or 183, and to the 2xx; NO_DURATION where there was none. */
  readonly ringUs = new Uint32Column();
  readonly setupUs = new Uint32Column();
  /** Bits of CONVERSATION. */
  readonly flags = new Uint16Column();

  /** First met User-Agent or Server of each side: id of `Conversations.agents`, 0 where unknown. */
  readonly callerAgent = new Uint16Column();
  readonly calleeAgent = new Uint16Column();
  /** Headers met: number of `HeaderSets`. */
  readonly headerSet = new Int32Column();
  /** First of its numbers: entry of `NumberPostings`; 0 where there is none. */
  readonly postings = new Int32Column();
  /** Bits of FAULT of all its messages. */
  readonly faults = new Uint16Column();
  /** 1 where a message older than the last came in, until it is folded anew. */
  readonly stale = new Uint8Column();

  has(row: number, flag: number): boolean {
    return (this.flags.get(row) & flag) !== 0;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    let sum = 0;
    for (const column of Object.values(this)) {
      if (typeof column === 'object' && column !== null && 'bytes' in column) sum += Number(column.bytes);
    }
    return sum;
  }
}
