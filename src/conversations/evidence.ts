/** What shows that something is so: a message of the capture, and the header in it, if one does. */
import type { MessageId, RowId } from '../model/ids.js';

export interface Evidence {
  conversation: RowId;
  /** NO_MESSAGE where the conversation as a whole shows it. */
  message: MessageId;
  /** The header with the value that shows it; both null where it is the message itself. */
  header: string | null;
  value: string | null;
  /** What it shows, in words: "sent on after 44 ms". */
  shows: string;
}
