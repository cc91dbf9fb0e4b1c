/**
 * When each host sent requests of one kind, in whatever conversation: who sends credentials after a challenge, or calls after a
 * redirection, has not given up.
 */
import type { MessageId } from '../../model/ids.js';
import { Spans } from './spans.js';

/** Hosts known at most. */
const MAX_HOSTS = 1 << 16;

export class Senders {
  readonly #sent = new Map<number, Spans>();
  /** There were more hosts than are known. */
  #isFull = false;

  /** Takes in a request. */
  send(host: number, timeUs: number, request: MessageId): void {
    if (Number.isNaN(timeUs)) return;
    let spans = this.#sent.get(host);
    if (spans === undefined) {
      if (this.#sent.size === MAX_HOSTS) {
        this.#isFull = true;
        return;
      }
      spans = new Spans();
      this.#sent.set(host, spans);
    }
    spans.add(timeUs, request);
  }

  /** Whether a host may have sent one between two times. */
  mayHaveSent(host: number, fromUs: number, toUs: number): boolean {
    const spans = this.#sent.get(host);
    return spans === undefined ? this.#isFull : spans.within(fromUs, toUs);
  }
}
