/** A stream as two readers of the same packets hand it to one another. */

/** All there is to know of a stream that is between two messages of SIP, or has not begun to speak. */
export interface PlainStream {
  /** Sequence number of the next byte. */
  next: number;
  /** The connection's first sequence number; -1 where its SYN was not seen. */
  first: number;
  /** It carried a message. */
  decided: boolean;
  /** See `RecentConversations`. */
  recent: readonly number[];
  recentNext: number;
}
