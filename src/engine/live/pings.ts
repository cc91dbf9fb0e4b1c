/**
 * Pings that are under way: OPTIONS to one host, each a live source of the exchange. Nothing is sent but what is asked
 * for here, to the host that is named here.
 */
import { PingSource } from '../../live/ping-source.js';
import { TIMEOUT_MS } from '../../ping/timers.js';
import { VERSION } from '../../version.js';
import type { CurrentIndex } from '../capture-index.js';
import type { OpenSources } from '../ingest/open-sources.js';
import type { Reading } from '../ingest/reading.js';
import type { LiveRequests } from '../protocol/live.js';

/** Hops a request may take (RFC 3261 section 8.1.1.6). */
const MAX_FORWARDS = 70;

export class Pings {
  readonly #index: CurrentIndex;
  readonly #sources: OpenSources;
  readonly #reading: Reading;
  /** Those that are not over, also where there is no connection yet. */
  readonly #underWay = new Set<PingSource>();
  readonly #begun = new Map<number, PingSource>();

  constructor(index: CurrentIndex, sources: OpenSources, reading: Reading) {
    this.#index = index;
    this.#sources = sources;
    this.#reading = reading;
  }

  /** Answers once the first request is on its way, and its conversation is in the tables. */
  async begin(ask: LiveRequests['ping']['ask']): Promise<LiveRequests['ping']['answer']> {
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
    const file = this.#sources.watch(source, null);
    if ('refused' in file) {
      source.stop();
      return file;
    }
    this.#begun.set(file.id, source);
    const { conversations } = this.#index.current;
    const callId = source.callId ?? '';
    while (conversations.find(callId) < 0 && !file.finished) await this.#reading.beyond(conversations.messages.count);
    return { source: file.id, callId, remark: source.connected?.remark ?? null };
  }

  /** How a ping went, once it is over; null if there is none of that number. */
  async report(id: number): Promise<LiveRequests['pinged']['answer']> {
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
