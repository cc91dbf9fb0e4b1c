/** What holds two legs of a call together. */
import type { Reason } from '../model/call-links.js';
import type { MessageId, RowId } from '../model/ids.js';

/** A message that shows it, and the header with the value that does; both null where it is the message itself. */
export interface Evidence {
  conversation: RowId;
  message: MessageId;
  header: string | null;
  value: string | null;
  /** What it shows, in words: "sent on after 44 ms". */
  shows: string;
}

export interface Link {
  /** The leg that came first, and the other. */
  a: RowId;
  b: RowId;
  reason: Reason;
  points: number;
  /** The reason in words, with what is particular to these two. */
  because: string;
  evidence: readonly Evidence[];
}
