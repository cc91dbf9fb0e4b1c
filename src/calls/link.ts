/** What holds two legs of a call together. */
import type { MessageId, RowId } from '../model/ids.js';
import type { Reason } from '../model/call-links.js';

/** A message that shows it, and the header with the value that does; both null where it is the message itself. */
export interface Evidence {
  conversation: RowId;
  message: MessageId;
  header: string | null;
  value: string | null;
  /** What it shows, in words: "received 44 ms before". */
  shows: string;
}

export interface Link {
  /** The leg that came first, and the other. */
  a: RowId;
  b: RowId;
  reason: Reason;
  points: number;
  evidence: readonly Evidence[];
}
