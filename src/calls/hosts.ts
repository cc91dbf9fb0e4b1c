/**
 * Hosts: addresses without their ports, by number. And passages: calls that end at one address and go on from another, because a host
 * has two (an SBC between networks) or because what is between them was not captured. A passage is learned from calls whose legs are
 * known to be one call.
 */
import type { Endpoints } from '../conversations/values/endpoints.js';

/** No address. */
export const NO_HOST = 0;
/** A passage is believed when so many calls have shown it. */
const ENOUGH = 3;
/** Passages counted and not yet believed; a host with more partners than a capture can show is no matter of calls. */
const MAX_COUNTED = 65_536;
/** Passages to one host that are followed. */
const MAX_FROM = 8;

export class Hosts {
  readonly #endpoints: Endpoints;
  readonly #byAddress = new Map<string, number>();
  /** Host of an endpoint + 1; 0 where it was not asked for. */
  #ofEndpoint = new Int32Array(1024);
  /** Calls that have shown a passage, by "from>to". */
  readonly #shown = new Map<string, number>();
  /** Hosts from which calls go on at a host, besides itself. */
  readonly #before = new Map<number, number[]>();

  constructor(endpoints: Endpoints) {
    this.#endpoints = endpoints;
  }

  /** The host of an endpoint, by its id. */
  of(endpoint: number): number {
    if (endpoint >= this.#ofEndpoint.length) {
      const grown = new Int32Array(Math.max(endpoint + 1, 2 * this.#ofEndpoint.length));
      grown.set(this.#ofEndpoint);
      this.#ofEndpoint = grown;
    }
    const known = this.#ofEndpoint[endpoint]!;
    if (known !== 0) return known - 1;
    const host = this.#find(endpoint);
    this.#ofEndpoint[endpoint] = host + 1;
    return host;
  }

  /** Whether calls that end at one host are known to go on from another. */
  passes(from: number, to: number): boolean {
    return from === to || (this.#before.get(to)?.includes(from) ?? false);
  }

  /** Hosts other than this one at which calls end that go on from it. */
  before(host: number): readonly number[] {
    return this.#before.get(host) ?? [];
  }

  /**
   * A call that ended at one host went on from another.
   * @returns Whether the passage is new, so that what was looked at before may now be seen to go together.
   */
  show(from: number, to: number): boolean {
    if (from === to || from === NO_HOST || to === NO_HOST || this.passes(from, to)) return false;
    const key = `${from}>${to}`;
    const shown = (this.#shown.get(key) ?? 0) + 1;
    if (shown < ENOUGH) {
      if (this.#shown.size < MAX_COUNTED || this.#shown.has(key)) this.#shown.set(key, shown);
      return false;
    }
    this.#shown.delete(key);
    const before = this.#before.get(to) ?? [];
    if (before.length === MAX_FROM) return false;
    this.#before.set(to, [...before, from]);
    return true;
  }

  #find(endpoint: number): number {
    const address = this.#endpoints.address(endpoint);
    if (address.length === 0) return NO_HOST;
    const key = String.fromCharCode(...address);
    const known = this.#byAddress.get(key);
    if (known !== undefined) return known;
    const host = this.#byAddress.size + 1;
    this.#byAddress.set(key, host);
    return host;
  }
}
