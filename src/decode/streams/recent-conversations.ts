/** The conversations one direction of a connection carried last: what happens to the connection happens to them. */
import { NO_ROW, type RowId } from '../../model/ids.js';

/** A trunk carries thousands; those before these are hardly open any more. */
const MOST = 16;
const NONE: RowId[] = [];

export class RecentConversations {
  #ring = NONE;
  #next = 0;
  #last = NO_ROW;

  /** One more message of a conversation, as `MessageSink.message` numbered it. */
  add(conversation: RowId): void {
    if (conversation === this.#last) return;
    this.#last = conversation;
    const ring = this.#ring;
    for (let at = 0; at < ring.length; at++) if (ring[at] === conversation) return;
    if (ring.length === 0) this.#ring = [conversation];
    else if (ring.length < MOST) ring.push(conversation);
    else {
      ring[this.#next] = conversation;
      this.#next = (this.#next + 1) & (MOST - 1);
    }
  }

  clear(): void {
    this.#ring = NONE;
    this.#next = 0;
    this.#last = NO_ROW;
  }

  /** Those of both directions. */
  with(opposite: RecentConversations | undefined): Set<RowId> {
    return new Set([...this.#ring, ...(opposite === undefined ? NONE : opposite.#ring)]);
  }
}
