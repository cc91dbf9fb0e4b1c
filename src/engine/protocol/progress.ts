/**
 * The counters the engine sends by itself: types only.
 */
import type { SourceInfo } from './figures.js';
import type { LiveFigures } from './live.js';
import type { Finding } from './query.js';

/** Counters, sent when they changed and at most ten times a second. */
export interface Progress {
  /** Grows whenever anything a pane shows may have changed; stays where only `live` moved. */
  revision: number;
  sources: SourceInfo[];
  loading: boolean;
  /** 0..1, null if the size is unknown. */
  share: number | null;
  /** Bytes a second over the last second, and ms left; null where unknown. */
  bytesPerSecond: number | null;
  remainingMs: number | null;
  packets: number;
  sipPackets: number;
  undecodable: number;
  /** Evicted ones included. */
  messages: number;
  /** Those that are still here. */
  conversations: number;
  /** How many calls those are; null where conversations are listed, or each is a call of its own. */
  calls: number | null;
  /** Evicted, oldest first, to stay within the bound of what is kept. */
  gone: { conversations: number; messages: number };
  /** Conversations put aside by `keep`. */
  hidden: number;
  /** Conversations, or calls, in the current result, and the share already searched (1 when exact). */
  matched: number;
  searched: number;
  /** Nothing matched the query's words exactly: the result is what is nearly like them. */
  fuzzy: boolean;
  /** What `find` looks for; null if it looks for nothing. */
  finding: Finding | null;
  /** Null where nothing was captured live. */
  live: LiveFigures | null;
  /** What went wrong with keeping, writing or sending what is captured, a sentence each. */
  troubles: string[];
  /** Long background work: "sorting by Diversion 40 %"; null for none. */
  background: string | null;
  /** One sentence when the list is empty and everything was read; null otherwise. */
  whyEmpty: string | null;
}
