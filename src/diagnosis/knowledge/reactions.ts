/** How long hosts took to react to requests, so that one that waits for something can be told from one that is far away. */
import type { Hosts } from '../../calls/hosts.js';
import type { Conversations } from '../../conversations/conversations.js';
import type { MessageId } from '../../model/ids.js';
import { METHOD } from '../../sip/headers/methods.js';
import type { Transaction } from '../transactions.js';
import { Samples } from './samples.js';

/** A host that reacts so late waits for something, and one that reacts so soon is near. */
export const SLOW_US = 2_000_000;
const FAST_US = 200_000;

export class Reactions {
  readonly #conversations: Conversations;
  readonly #hosts: Hosts;
  /** Requests by the host they were sent to. */
  readonly #slow = new Samples<number, MessageId>();
  readonly #fast = new Samples<number, MessageId>();

  constructor(conversations: Conversations, hosts: Hosts) {
    this.#conversations = conversations;
    this.#hosts = hosts;
  }

  learn(transaction: Transaction): void {
    const us = this.of(transaction);
    if (us === undefined) return;
    const host = this.#hosts.of(transaction.destination);
    if (us >= SLOW_US) this.#slow.add(host, transaction.request);
    else if (us < FAST_US) this.#fast.add(host, transaction.request);
  }

  /**
   * µs to the first response; undefined where it says nothing of the host itself: an INVITE whose first response is no 100 may have waited
   * for a person.
   */
  of({ method, request, trying, firstResponse }: Transaction): number | undefined {
    if (firstResponse < 0 || (method === METHOD.INVITE && trying !== firstResponse)) return undefined;
    const us = this.#conversations.messages.elapsedUs(request, firstResponse);
    return us >= 0 ? us : undefined;
  }

  /** Requests that a host reacted to late, and soon: of many, some. */
  slow(endpoint: number): MessageId[] {
    return this.#slow.of(this.#hosts.of(endpoint)).filter(id => this.#conversations.hasMessage(id));
  }

  fast(endpoint: number): MessageId[] {
    return this.#fast.of(this.#hosts.of(endpoint)).filter(id => this.#conversations.hasMessage(id));
  }
}
