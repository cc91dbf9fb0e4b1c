/**
 * Pings that are under way. In: whom to ask. Out: a live source of the exchange, and how it went once it is over. Nothing is
 * sent but what is asked for here, to the host that is named here.
 */
import { PingSource } from '../../live/ping-source.js';
import { TIMEOUT_MS } from '../../ping/transaction.js';
import { VERSION } from '../../version.js';
import type { Core } from '../core.js';
import type { Requests } from '../protocol/requests.js';

/** Hops a request may take (RFC 3261 section 8.1.1.6). */
const MAX_FORWARDS = 70;

export class Pings {
  readonly #core: Core;
  /** Those that are not over, also where there is no connection yet. */
  readonly #underWay = new Set<PingSource>();
  readonly #begun = new Map<number, PingSource>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Answered when the first request is on its way, and its conversation is there. */
  async begin(ask: Requests['ping']['ask']): Promise<Requests['ping']['answer']> {
    const source = new PingSource({
      ...ask,
      source: null,
      count: 1,
      intervalMs: 0,
      timeoutMs: TIMEOUT_MS,
      maxForwards: MAX_FORWARDS,
      agent: `SIPvestigator/${VERSION}`,
    });
    this.#underWay.add(source);
    void source.ended.then(() => this.#underWay.delete(source));
    const refusal = await source.sent;
    if (refusal) return refusal;
    const file = this.#core.watch(source, null);
    if ('refused' in file) {
      source.stop();
      return file;
    }
    this.#begun.set(file.id, source);
    const { conversations } = this.#core.index;
    const callId = source.callId ?? '';
    while (conversations.find(callId) < 0 && !file.finished) await this.#core.beyond(conversations.messages.count);
    return { source: file.id, callId, remark: source.connected?.remark ?? null };
  }

  /** How it went; null where there is none of that number. */
  async report(id: number): Promise<Requests['pinged']['answer']> {
    const source = this.#begun.get(id);
    if (!source) return null;
    const report = await source.ended;
    this.#begun.delete(id);
    return report;
  }

  /** Gives all up. */
  stop(): void {
    for (const source of this.#underWay) source.stop();
  }
}
