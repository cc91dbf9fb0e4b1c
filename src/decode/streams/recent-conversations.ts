/** The conversations one direction of a connection carried last: an event of the connection concerns them. */
import { NO_ROW, type RowId } from '../../model/ids.js';

/** A trunk carries thousands of conversations; older ones are hardly still open. A power of two. */
export const MAX_RECENT = 16;
const NONE: RowId[] = [];

export class RecentConversations {
  #ring = NONE;
  #next = 0;
  #last = NO_ROW;

  /** Adds a conversation by the number `MessageSink.message` returned. */
  add(conversation: RowId): void {
    if (conversation === this.#last) return;
    this.#last = conversation;
    const ring = this.#ring;
    for (let at = 0; at < ring.length; at++) if (ring[at] === conversation) return;
    if (ring.length === 0) this.#ring = [conversation];
    else if (ring.length < MAX_RECENT) ring.push(conversation);
    else {
      ring[this.#next] = conversation;
      this.#next = (this.#next + 1) & (MAX_RECENT - 1);
    }
  }

  clear(): void {
    this.#ring = NONE;
    this.#next = 0;
    this.#last = NO_ROW;
  }

  /** The conversations, and the place that the next one takes once there are as many as there may be. */
  get rows(): readonly RowId[] {
    return this.#ring;
  }

  get next(): number {
    return this.#next;
  }

  /** Goes on with what another kept. */
  goOn(rows: RowId[], next: number): void {
    this.#ring = rows;
    this.#next = next;
    this.#last = NO_ROW;
  }

  /** The conversations of both directions. */
  with(opposite: RecentConversations | undefined): Set<RowId> {
    return new Set([...this.#ring, ...(opposite === undefined ? NONE : opposite.#ring)]);
  }
}
