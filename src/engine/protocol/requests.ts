/**
 * Every question the main thread asks the engine, with its answer, by topic: types only. The handlers of
 * engine/requests/ go by the same topics.
 */
import type { MessageId, RowId } from '../../model/ids.js';
import type { FormatName } from '../../model/formats.js';
import type { Certainty } from '../../model/causes.js';
import type { DiagnosisSettings } from '../../model/diagnosis-settings.js';
import type { DiagnosisRow, IncidentsAnswer, LearnedRow } from './diagnosis.js';
import type { SourceInfo, Stats } from './figures.js';
import type { LiveRequests } from './live.js';
import type { FindHit, QueryFault, Selection, Sort, ValueCount, Window } from './query.js';
import type { CallRow, ConversationRow, LegChanges, ListRow, MessageRow, MessageWindow, RemarkGap } from './rows.js';

export interface Requests
  extends SourceRequests,
    ListRequests,
    CallRequests,
    DiagnosisRequests,
    MessageRequests,
    CompletionRequests,
    FindRequests,
    LiveRequests,
    SaveRequests {}

export type RequestKind = keyof Requests;

/** What is open: opening, reading, closing. */
export interface SourceRequests {
  /**
   * Opens inputs together (merged by time) beside those already open; stops reading after `limit` messages. `forwards`:
   * their messages go to the HEP collector, too, if there is one; once, also where they are read again later.
   */
  open: {
    ask: { paths: string[]; limit: number | null; forwards?: boolean };
    answer: { opened: number[]; refused: { path: string; reason: string }[] };
  };
  /** Answered when some sources (absent: all that were opened) are read to their end, or to the limit of messages. */
  loaded: { ask: { sources?: readonly number[] }; answer: { messages: number } };
  /**
   * Forgets one source (null: all) and what came from it. Refused (`closed` false) where a live one would have to be
   * read again.
   */
  close: { ask: { source: number | null }; answer: { closed: boolean } };
  /** What is open, without counting its messages. */
  sources: { ask: Record<string, never>; answer: SourceInfo[] };
  /** `ofResult`: messages, faults and transports of the current result only; packets are counted whole either way. */
  stats: { ask: { ofResult?: boolean }; answer: Stats };
  /** Decrypts TLS of what is opened from now on with an NSS key log; the file is followed as it grows. */
  keyLog: { ask: { path: string }; answer: { failed: string | null } };
}

/** The list: the current result and its rows. */
export interface ListRequests {
  /**
   * Makes `query` sorted by `sort` the current result; answered when its first rows are there, or soon in any case. A
   * wrong query leaves the result as it was. `calls`: it has a row a call, which matches if one of its legs does and is sorted by the
   * first of them. `verdicts`: its rows are shown with their verdicts, which are kept up to date.
   */
  result: {
    ask: { query: string; sort: Sort; calls?: boolean; verdicts?: boolean };
    answer: { fault: QueryFault | null };
  };
  /**
   * Puts aside every conversation that is not in the current result, or brings all back. They stay counted in `stats`,
   * but no result, count or selection has them; what arrives later is not among them.
   */
  keep: { ask: { only: 'result' | 'all' }; answer: { hidden: number } };
  /** Answered when every conversation there is was looked at and has its place in the order. */
  settled: { ask: Record<string, never>; answer: { matched: number; fuzzy: boolean } };
  /** Rows of the current result, with those of unfolded legs; its last ones where `first` is null. `headers` names the header columns wanted. */
  rows: {
    ask: { first: number | null; count: number; headers: string[]; withUris: boolean };
    answer: Window<ListRow>;
  };
  /** Gives the legs of the call of a conversation rows of their own below it, or takes them away. Answers how many legs it has. */
  unfold: { ask: { conversation: RowId; unfolded: boolean }; answer: { legs: number } };
  /** Conversations of the current result as `list --json` prints them, a line of JSON each. */
  listed: { ask: { first: number; count: number }; answer: { lines: string[] } };
  /**
   * Rows of what a query matches in an order of its own, exact when they come; the current result stays as it is. A
   * wrong query matches nothing.
   */
  matching: {
    ask: { query: string; sort: Sort; first: number; count: number; withUris: boolean };
    answer: Window<ConversationRow>;
  };
  /** Position of a conversation among the rows, or of its call where that is folded, with which leg it is; -1 if it is not there. */
  position: { ask: { conversation: RowId }; answer: { position: number; folded?: { leg: number; of: number } } };
  /** Position of the first conversation at or after a time (by start). */
  positionOfTime: { ask: { timeUs: number }; answer: { position: number } };
  /** One conversation by index or Call-ID; null if there is none. */
  conversation: { ask: { index: RowId } | { callId: string }; answer: ConversationRow | null };
  /**
   * How numbers are written where the user is: country code, digits of a local number. The current result follows it.
   */
  numberPlan: { ask: { country: string; length: number }; answer: Record<string, never> };
  /** Holds the positions of the current result while the screen stands still, or lets it follow what comes. */
  hold: { ask: { held: boolean }; answer: Record<string, never> };
}

/** The legs of calls. */
export interface CallRequests {
  /** The call of a conversation; null if there is no such conversation. */
  call: { ask: { conversation: RowId }; answer: CallRow | null };
  /** What hosts changed between each two legs; nothing of those whose requests are not here. */
  legChanges: { ask: { pairs: readonly { a: RowId; b: RowId }[] }; answer: LegChanges[] };
  /**
   * Calls of which at least one leg is in the current result, by number. Asked for from the first on, the calls of the result are
   * looked for; later pages are of those.
   */
  calls: { ask: { first: number; count: number }; answer: { calls: CallRow[] } };
  /** Joins the calls of two conversations, as the user says; `joined` false where it would have too many legs. */
  joinCalls: { ask: { a: RowId; b: RowId }; answer: { joined: boolean } };
  /** Takes the call of a conversation apart, as the user says. */
  splitCall: { ask: { conversation: RowId }; answer: Record<string, never> };
}

/** What is wrong in the capture. */
export interface DiagnosisRequests {
  /** The incidents of the current result, worst first, down to a certainty; with at most so many conversations each (null: all). */
  incidents: {
    ask: { certainty: Certainty; count: number; conversations: number | null };
    answer: IncidentsAnswer;
  };
  /** What is found in some conversations, in this order, without those that are not there. */
  diagnosis: { ask: { conversations: readonly RowId[] }; answer: { diagnosed: DiagnosisRow[] } };
  /**
   * What is found in the conversations of the current result that have a finding of a certainty, by number. Asked for from the first on, they
   * are looked for; later pages are of those.
   */
  diagnosed: { ask: { certainty: Certainty; first: number; count: number }; answer: { diagnosed: DiagnosisRow[] } };
  /** What the conversations of the current result that were refused for their numbers show of numbers. */
  learnedNumbers: { ask: Record<string, never>; answer: { learned: LearnedRow[] } };
  /** What the user knows and the capture cannot tell. */
  diagnosisSettings: { ask: DiagnosisSettings; answer: Record<string, never> };
}

/** The messages of conversations. */
export interface MessageRequests {
  /** Messages of some conversations in one time order. */
  messages: {
    ask: { conversations: RowId[]; first: number; count: number; withSdp: boolean };
    answer: MessageWindow;
  };
  /**
   * The first message of each kind between each two of their addresses, in time order: what the lanes of a ladder
   * follow from.
   */
  hops: { ask: { conversations: RowId[] }; answer: MessageRow[] };
  /**
   * The bytes of one message; null if they cannot be read any more, with the reason. `headQuotesStartLine`: the source is text
   * whose packets begin with the start line of their message, as tcpdump prints them since 4.9.
   */
  message: {
    ask: { id: MessageId };
    answer: { row: MessageRow; bytes: Uint8Array; headQuotesStartLine: boolean } | { gone: string };
  };
  /**
   * What its log prints right before a message and right behind it; null where nothing stands there, or nothing any more
   * (`mayBeGone`). `isLog` is false where the source is no text.
   */
  remarks: {
    ask: { id: MessageId };
    answer: { before: RemarkGap | null; after: RemarkGap | null; mayBeGone: boolean; isLog: boolean };
  };
  /**
   * Messages in order of arrival from id `from` on, of conversations the current query matches now, with their number
   * in their conversation. Waits until there is one, or nothing more can come (`ended`). `next` is where the next ask
   * goes on.
   */
  tail: {
    ask: { from: MessageId };
    answer: { rows: { row: MessageRow; number: number }[]; next: MessageId; ended: boolean; troubles: string[] };
  };
  /** What went wrong with keeping, writing or sending what was read, a sentence each. */
  troubles: { ask: Record<string, never>; answer: string[] };
}

/** What can be asked for, with counts: for completion and the terms of a filter. */
export interface CompletionRequests {
  /** Header names seen, with the number of conversations that have them. */
  headers: { ask: Record<string, never>; answer: { name: string; conversations: number }[] };
  /**
   * Distinct values of a field with the number of conversations that have them, most frequent first, and at the end how
   * many have none; for completion. Only those that begin with `prefix`, in either case, where there is one; counted among
   * what the query `within` matches. Empty where other values were asked for meanwhile.
   */
  values: { ask: { field: string; limit: number; prefix?: string; within?: string }; answer: ValueCount[] };
  /**
   * How many conversations each of some queries matches, for the counts beside the terms; null for a query that is
   * wrong or was not counted to its end, because other counts were asked for meanwhile.
   */
  counts: { ask: { queries: string[] }; answer: { counts: (number | null)[] } };
}

/** Finding text across messages. */
export interface FindRequests {
  /**
   * Looks for a text, or a /regular expression/, in all messages of the current result; the empty text ends it. How far
   * it is comes with Progress. `fault`: why this cannot be looked for, in a sentence.
   */
  find: { ask: { text: string }; answer: { fault: string | null } };
  /**
   * The next message that holds the text looked for, after (`backwards`: before) message `from`; null stands for the
   * beginning or the end. Answered when one is found or none is left; null also where another text is looked for by
   * then.
   */
  findNext: { ask: { from: MessageId | null; backwards: boolean }; answer: { hit: FindHit | null } };
}

/** Saving to a file. */
export interface SaveRequests {
  /** Saves a selection with every packet that carried it. Never over a file unless `overwrite`. */
  save: {
    ask: { selection: Selection; path: string; format: FormatName; overwrite: boolean };
    answer:
      | { conversations: number; messages: number; packets: number; bytes: number }
      | { exists: true }
      | { failed: string };
  };
}
