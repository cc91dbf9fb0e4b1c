/**
 * Parameters of queries, orders and searches, and where something was found: types only.
 */
import type { SortName } from '../../model/fields.js';
import type { MessageId, RowId } from '../../model/ids.js';

/** Fields a result can be sorted by; `header:Name` sorts by a header's value. */
export type SortKey = SortName | `header:${string}`;

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

/** A value that occurs, and how many conversations have it; null stands for having none. */
export interface ValueCount {
  value: string | null;
  count: number;
}

/** A message that holds the text looked for. */
export interface FindHit {
  message: MessageId;
  conversation: RowId;
  /** Its place among all messages found, from 0; also of those of conversations that are not in the result. */
  number: number;
}

/** How far looking for a text is. */
export interface Finding {
  /** Messages found, also those of conversations that are not in the result. */
  found: number;
  /** 0..1 */
  searched: number;
}

/** Conversations chosen for an operation: by index, all of the current result, or all there are. */
export type Selection = { conversations: RowId[] } | { result: true } | { all: true };

export interface Window<Row> {
  rows: Row[];
  /** Index of rows[0] in the result. */
  first: number;
  /** Rows in the result as known now. */
  total: number;
}
