/** The conversations one direction of a connection carried last: what happens to the connection happens to them. */

/** A trunk carries thousands; those before these are hardly open any more. */
const MOST = 16;
const NONE: number[] = [];

export class RecentConversations {
  #ring = NONE;
  #next = 0;

  /** One more message of a conversation, as `MessageSink.message` numbered it. */
  add(conversation: number): void {
    const ring = this.#ring;
    if (ring.length === 0) this.#ring = [conversation];
    else if (ring.includes(conversation)) return;
    else if (ring.length < MOST) ring.push(conversation);
    else {
      ring[this.#next] = conversation;
      this.#next = (this.#next + 1) % MOST;
    }
  }

  clear(): void {
    this.#ring = NONE;
    this.#next = 0;
  }

  /** Those of both directions. */
  with(opposite: RecentConversations | undefined): Set<number> {
    return new Set([...this.#ring, ...(opposite === undefined ? NONE : opposite.#ring)]);
  }
}
