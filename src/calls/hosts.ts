/**
 * Hosts: addresses without their ports, by number. Calls that end at one may go on from another, because a host has two addresses (an
 * SBC between networks) or because what is between them was not captured: passages.ts learns that.
 */
import type { Endpoints } from '../conversations/values/endpoints.js';

/** No address. */
export const NO_HOST = 0;
/** Passages to one host that are followed. */
const MAX_FROM = 8;

export class Hosts {
  readonly #endpoints: Endpoints;
  readonly #byAddress = new Map<number | string, number>();
  /** Host of an endpoint + 1; 0 where it was not asked for. */
  #ofEndpoint = new Int32Array(1024);
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

  /** Calls that end at one host are known to go on from another from now on; false where it has too many such hosts. */
  learn(from: number, to: number): boolean {
    const before = this.#before.get(to) ?? [];
    if (before.length === MAX_FROM) return false;
    this.#before.set(to, [...before, from]);
    return true;
  }

  #find(endpoint: number): number {
    const address = this.#endpoints.address(endpoint);
    if (address.length === 0) return NO_HOST;
    const key = keyOf(address);
    const known = this.#byAddress.get(key);
    if (known !== undefined) return known;
    const host = this.#byAddress.size + 1;
    this.#byAddress.set(key, host);
    return host;
  }
}

/** IPv4 as a number, IPv6 as text. */
function keyOf(address: Uint8Array): number | string {
  if (address.length !== 4) return address.join();
  return ((address[0]! * 256 + address[1]!) * 256 + address[2]!) * 256 + address[3]!;
}
