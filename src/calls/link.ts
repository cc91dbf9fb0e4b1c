/** What holds two legs of a call together. */
import type { Evidence } from '../conversations/evidence.js';
import type { Reason } from '../model/call-links.js';
import type { RowId } from '../model/ids.js';

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
