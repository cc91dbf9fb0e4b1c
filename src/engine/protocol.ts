/**
 * What crosses the thread between the engine and everything before the screen: types only. Nothing here grows with the
 * capture: a window of rows, one message, counters at most ten times a second.
 */
import type { LiveFigures, LiveRequests } from './live-protocol.js';
import type { ConversationRow, MessageRow, SourceInfo, Stats } from './row-shapes.js';

export type { CaptureSettings, LiveInput } from '../live/live-input.js';
export type { Dropped } from '../capture/source.js';
export type { BpfFault } from '../live/children/bpf-check.js';
export type { Device } from '../live/devices.js';
export type { PingReport } from '../live/ping-source.js';
export type { PingTransport } from '../ping/options-request.js';
export type { State } from '../sip/states.js';
export type { Leftover, LiveFigures, Recorded } from './live-protocol.js';
export type { Account, ConversationRow, MessageRow, SourceInfo, SourceStats, Stats } from './row-shapes.js';

/** Columns a result can be sorted by; `header:Name` sorts by a header's value. */
export type SortKey =
  | 'index'
  | 'time'
  | 'duration'
  | 'method'
  | 'from'
  | 'to'
  | 'src'
  | 'dst'
  | 'transport'
  | 'state'
  | 'status'
  | 'reason'
  | 'ring'
  | 'setup'
  | 'messages'
  | 'retransmissions'
  | 'callid'
  | 'agent'
  | `header:${string}`;

export interface Sort {
  key: SortKey;
  descending: boolean;
}

/** Where a query is wrong: UTF-16 offsets in its text, and a sentence. */
export interface QueryFault {
  start: number;
  end: number;
  message: string;
}

/** A message that holds the text looked for. */
export interface FindHit {
  message: number;
  conversation: number;
  /** Its place among all messages found, from 0; also of those of conversations that are not in the result. */
  number: number;
  /** The first place in the message: UTF-16 offsets in its decoded text. */
  start: number;
  end: number;
}

/** How far looking for a text is. */
export interface Finding {
  /** Messages found, also those of conversations that are not in the result. */
  found: number;
  /** 0..1 */
  searched: number;
}

/** Conversations chosen for an operation: by index, all of the current result, or all there are. */
export type Selection = { conversations: number[] } | { result: true } | { all: true };

export interface Window<Row> {
  rows: Row[];
  /** Index of rows[0] in the result. */
  first: number;
  /** Rows in the result as known now. */
  total: number;
}

/** Every request of the main thread, with its answer. */
export interface Requests extends LiveRequests {
  /** Opens inputs together (merged by time) beside those already open; stops reading after `limit` messages. */
  open: {
    ask: { paths: string[]; limit: number | null };
    answer: { opened: number[]; refused: { path: string; reason: string }[] };
  };
  /** Answered when some sources (absent: all that were opened) are read to their end, or to the limit of messages. */
  loaded: { ask: { sources?: readonly number[] }; answer: { messages: number } };
  /** Forgets one source (null: all) and what came from it. Refused (`closed` false) where a live one would have to be read again. */
  close: { ask: { source: number | null }; answer: { closed: boolean } };
  /** Decrypts TLS of what is opened from now on with an NSS key log; the file is followed as it grows. */
  keyLog: { ask: { path: string }; answer: { failed: string | null } };
  /** How numbers are written where the user is: country code, digits of a local number. The current result follows it. */
  numberPlan: { ask: { country: string; length: number }; answer: Record<string, never> };
  /**
   * Makes `query` sorted by `sort` the current result; answered when its first rows are there, or soon in any case. A wrong query
   * leaves the result as it was.
   */
  result: { ask: { query: string; sort: Sort }; answer: { fault: QueryFault | null } };
  /**
   * Puts aside every conversation that is not in the current result, or brings all back. They stay counted in `stats`, but no
   * result, count or selection has them; what arrives later is not among them.
   */
  keep: { ask: { only: 'result' | 'all' }; answer: { hidden: number } };
  /** Answered when every conversation there is was looked at and has its place in the order. */
  settled: { ask: Record<string, never>; answer: { matched: number; fuzzy: boolean } };
  /** Rows of the current result; its last ones where `first` is null. `headers` names the header columns wanted. */
  rows: {
    ask: { first: number | null; count: number; headers: string[]; withUris: boolean };
    answer: Window<ConversationRow>;
  };
  /**
   * Rows of what a query matches in an order of its own, exact when they come; the current result stays as it is. A wrong query
   * matches nothing.
   */
  matching: {
    ask: { query: string; sort: Sort; first: number; count: number; withUris: boolean };
    answer: Window<ConversationRow>;
  };
  /** Position of a conversation in the current result; -1 where it is not in it. */
  position: { ask: { conversation: number }; answer: { position: number } };
  /** Position of the first conversation at or after a time (by start). */
  positionOfTime: { ask: { timeUs: number }; answer: { position: number } };
  /** One conversation by index or Call-ID; null where there is none. */
  conversation: { ask: { index: number } | { callId: string }; answer: ConversationRow | null };
  /** Messages of some conversations in one time order. */
  messages: {
    ask: { conversations: number[]; first: number; count: number; withSdp: boolean };
    answer: Window<MessageRow>;
  };
  /** The first message of each kind between each two of their addresses, in time order: what the lanes of a ladder follow from. */
  hops: { ask: { conversations: number[] }; answer: MessageRow[] };
  /**
   * The bytes of one message; null where they are gone, with the reason. `headQuotesStartLine`: the source is text whose
   * packets begin with the start line of their message, as tcpdump prints them since 4.9.
   */
  message: {
    ask: { id: number };
    answer: { row: MessageRow; bytes: Uint8Array; headQuotesStartLine: boolean } | { gone: string };
  };
  /** `ofResult`: messages, faults and transports of the current result only; packets are counted whole either way. */
  stats: { ask: { ofResult?: boolean }; answer: Stats };
  /** What is open, without counting its messages. */
  sources: { ask: Record<string, never>; answer: SourceInfo[] };
  /** Header names met, with the number of conversations that have them. */
  headers: { ask: Record<string, never>; answer: { name: string; conversations: number }[] };
  /**
   * Distinct values of a field with the number of conversations that have them, most frequent first; for completion. Only those
   * that begin with `prefix`, in either case, where there is one.
   */
  values: { ask: { field: string; limit: number; prefix?: string }; answer: { value: string; count: number }[] };
  /**
   * How many conversations each of some queries matches, for the counts beside the terms; null for a query that is wrong or was
   * not counted to its end, because other counts were asked for meanwhile.
   */
  counts: { ask: { queries: string[] }; answer: { counts: (number | null)[] } };
  /**
   * Looks for a text, or a /regular expression/, in all messages of the current result; the empty text ends it. How far it is
   * comes with Progress. `fault`: why this cannot be looked for, in a sentence.
   */
  find: { ask: { text: string }; answer: { fault: string | null } };
  /**
   * The next message that holds the text looked for, after (`backwards`: before) message `from`; null stands for the beginning
   * or the end. Answered when one is found or none is left; null also where another text is looked for by then.
   */
  findNext: { ask: { from: number | null; backwards: boolean }; answer: { hit: FindHit | null } };
  /** Saves a selection with every packet that carried it. Never over a file unless `overwrite`. */
  save: {
    ask: { selection: Selection; path: string; format: 'pcap' | 'pcapng' | 'txt'; overwrite: boolean };
    answer:
      | { conversations: number; messages: number; packets: number; bytes: number }
      | { exists: true }
      | { failed: string };
  };
}

export type RequestKind = keyof Requests;

/** Counters, sent when they changed and at most ten times a second. */
export interface Progress {
  /** Grows whenever anything a pane shows may have changed; stays where only `live` moved. */
  revision: number;
  sources: SourceInfo[];
  loading: boolean;
  /** 0..1, null where the size is unknown. */
  share: number | null;
  /** Bytes a second over the last second, and ms left; null where unknown. */
  bytesPerSecond: number | null;
  remainingMs: number | null;
  packets: number;
  sipPackets: number;
  undecodable: number;
  /** Those that were let go included. */
  messages: number;
  /** Those that are still here. */
  conversations: number;
  /** Let go, oldest first, to stay below the bound of what is kept. */
  gone: { conversations: number; messages: number };
  /** Conversations put aside by `keep`. */
  hidden: number;
  /** Conversations in the current result, and the share already searched (1 when exact). */
  matched: number;
  searched: number;
  /** Nothing matched the query's words exactly: the result is what is nearly like them. */
  fuzzy: boolean;
  /** What `find` looks for; null where it looks for nothing. */
  finding: Finding | null;
  /** Null where nothing was captured live. */
  live: LiveFigures | null;
  /** What went wrong with keeping, writing or sending what is captured, a sentence each. */
  troubles: string[];
  /** Work in the background worth a word: "sorting by Diversion 40 %"; null where there is none. */
  background: string | null;
  /** One sentence when the list is empty and everything was read; null otherwise. */
  whyEmpty: string | null;
}

/** What the worker posts. */
export type FromEngine =
  | { kind: 'answer'; id: number; answer: unknown }
  | { kind: 'failed'; id: number; message: string }
  | { kind: 'progress'; progress: Progress };

/** What the worker receives: a request, or the word to end. */
export type ToEngine = { id: number; kind: RequestKind; ask: unknown } | { kind: 'quit'; leaves: boolean };

/** The engine as the store and the headless commands see it; engine/client.ts implements it over a worker thread. */
export interface Engine {
  request<K extends RequestKind>(kind: K, ask: Requests[K]['ask']): Promise<Requests[K]['answer']>;
  /** Called with the newest Progress, where there is one, and with every one after it; returns the unsubscriber. */
  onProgress(listener: (progress: Progress) => void): () => void;
  /** Called once if the worker dies, with one sentence. */
  onFailure(listener: (sentence: string) => void): () => void;
  /** `leaves`: what was captured and is in no file stays on the disk; the next run offers it. */
  close(leaves?: boolean): Promise<void>;
}
