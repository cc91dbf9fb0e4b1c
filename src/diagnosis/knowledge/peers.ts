/**
 * What is known of each address with a port: when it was heard, and when requests to it were answered, by their method and size. Silence
 * can only be told from what was heard before and after.
 */
import type { Hosts } from '../../calls/hosts.js';
import type { Conversations } from '../../conversations/conversations.js';
import type { MessageId } from '../../model/ids.js';
import { Recent } from './recent.js';
import type { Transaction } from '../transactions.js';
import { Spans } from './spans.js';

/** Addresses known at most, and kinds of answers: of more nothing is said (`isKnown`). */
const MAX_PEERS = 1 << 16;
/** Addresses of which it is known what they left unanswered. */
const MAX_SILENT = 1 << 13;
/** A request above it should not go over UDP where the path is not known to carry it (RFC 3261 section 18.1.1). */
export const LARGE_BYTES = 1300;
/** Methods are below it. */
const METHODS = 1 << 16;

export class Peers {
  readonly #conversations: Conversations;
  readonly #heard = new Map<number, Spans>();
  /** The endpoint heard last: neighbours in a conversation have it in common. */
  #latest = -1;
  #latestSpans: Spans | undefined;
  /** By endpoint, size and method. */
  readonly #answered = new Map<number, Spans>();
  /** Endpoints of each host that were heard. */
  readonly #ofHost = new Map<number, number[]>();
  /** Endpoints that sent a request. */
  readonly #asked = new Set<number>();
  /** Hosts that were sent an ACK, or a request inside a dialog: as if they had answered. */
  readonly #followed = new Set<number>();
  /** Requests left without any response, by the endpoint they were sent to. */
  readonly #unanswered = new Map<number, Recent<MessageId>>();
  readonly #hosts: Hosts;

  constructor(conversations: Conversations, hosts: Hosts) {
    this.#conversations = conversations;
    this.#hosts = hosts;
  }

  /** Takes in who sent a message. */
  hear(endpoint: number, timeUs: number, message: MessageId): void {
    if (endpoint === 0) return;
    let spans = endpoint === this.#latest ? this.#latestSpans : this.#heard.get(endpoint);
    if (spans === undefined) {
      if (this.#heard.size === MAX_PEERS) return;
      spans = new Spans();
      this.#heard.set(endpoint, spans);
      this.#list(endpoint);
    }
    this.#latest = endpoint;
    this.#latestSpans = spans;
    // Without a time, too, it was heard.
    if (!Number.isNaN(timeUs)) spans.add(timeUs, message);
  }

  /** Takes in that an endpoint sent a request. */
  ask(endpoint: number): void {
    if (this.#asked.size < MAX_PEERS) this.#asked.add(endpoint);
  }

  /** Takes in that a host is treated as if it had answered. */
  follow(endpoint: number): void {
    if (this.#followed.size < MAX_PEERS) this.#followed.add(this.#hosts.of(endpoint));
  }

  /** Takes in that a request has no response so far. */
  miss({ destination, request }: Transaction): void {
    if (destination === 0) return;
    let missed = this.#unanswered.get(destination);
    if (missed === undefined) {
      if (this.#unanswered.size === MAX_SILENT) return;
      missed = new Recent<MessageId>();
      this.#unanswered.set(destination, missed);
    }
    missed.add(request);
  }

  /** Takes in that a request had a response. */
  answer({ method, destination, request }: Transaction): void {
    const { messages } = this.#conversations;
    this.#unanswered.get(destination)?.remove(request);
    const timeUs = messages.timeUs.get(request);
    if (destination === 0 || Number.isNaN(timeUs)) return;
    const key = keyOf(destination, method, messages.length.get(request) > LARGE_BYTES);
    let spans = this.#answered.get(key);
    if (spans === undefined) {
      if (this.#answered.size === MAX_PEERS) return;
      spans = new Spans();
      this.#answered.set(key, spans);
    }
    spans.add(timeUs, request);
  }

  /** Whether it is known if an endpoint was heard: there is room for so many. */
  isKnown(endpoint: number): boolean {
    return this.#heard.size < MAX_PEERS || this.#heard.has(endpoint);
  }

  /** When an endpoint was heard; undefined where it never was. */
  heard(endpoint: number): Spans | undefined {
    return this.#heard.get(endpoint);
  }

  /** When requests to an endpoint were sent that were answered; undefined where none was. */
  answeredBy(endpoint: number, method: number, isLarge: boolean): Spans | undefined {
    return this.#answered.get(keyOf(endpoint, method, isLarge));
  }

  /** Whether an endpoint ever sent a request: one that only answers is reached without having sent anything. */
  asks(endpoint: number): boolean {
    return this.#asked.has(endpoint);
  }

  /** Whether somebody went on as if this host had answered. */
  isFollowed(endpoint: number): boolean {
    return this.#followed.has(this.#hosts.of(endpoint));
  }

  /** Requests to an endpoint that have no response: of many, some; in order of time. */
  unansweredBy(endpoint: number): MessageId[] {
    const { messages } = this.#conversations;
    const missed = this.#unanswered.get(endpoint)?.items() ?? [];
    return missed
      .filter(id => this.#conversations.hasMessage(id))
      .sort((a, b) => messages.orderUs.get(a) - messages.orderUs.get(b) || a - b);
  }

  /** Whether any host but this one was heard. */
  hearsOthers(endpoint: number): boolean {
    const { size } = this.#ofHost;
    return size > 1 || (size === 1 && !this.#ofHost.has(this.#hosts.of(endpoint)));
  }

  /** The endpoints with the address of this one that were heard, itself among them. */
  portsOf(endpoint: number): readonly number[] {
    return this.#ofHost.get(this.#hosts.of(endpoint)) ?? [];
  }

  #list(endpoint: number): void {
    const host = this.#hosts.of(endpoint);
    const known = this.#ofHost.get(host);
    if (known === undefined) this.#ofHost.set(host, [endpoint]);
    else known.push(endpoint);
  }
}

function keyOf(endpoint: number, method: number, isLarge: boolean): number {
  return (endpoint * 2 + Number(isLarge)) * METHODS + method;
}
