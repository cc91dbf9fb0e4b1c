/** Evidence as it crosses the thread: types only. */
import type { MessageId, RowId } from '../../model/ids.js';

/** A message that shows that something is so. */
export interface EvidenceRow {
  conversation: RowId;
  message: MessageId;
  /** Its number in its conversation, as in `show`; null if it was evicted. */
  number: number | null;
  /** The header that shows it, and its value; null where the message itself does. */
  header: string | null;
  value: string | null;
  /** What it shows, in words. */
  shows: string;
}
