/**
 * Hosts: addresses without their ports, by number. Calls that end at one may go on from another, because a host has two addresses (an
 * SBC between networks) or because what is between them was not captured: passages.ts learns that.
 */
import type { Endpoints } from '../conversations/values/endpoints.js';
import { Remembered } from './remembered.js';

/** No address. */
export const NO_HOST = 0;
/** Hosts that get a number: legs are not told by those that come later. */
export const MOST_HOSTS = 1 << 20;
/** Passages to one host that are followed. */
const MAX_FROM = 8;

export class Hosts {
  readonly #endpoints: Endpoints;
  readonly #byAddress = new Map<number | string, number>();
  readonly #ofEndpoint = new Remembered(endpoint => this.#find(endpoint));
  /** Hosts from which calls go on at a host, besides itself. */
  readonly #before = new Map<number, number[]>();

  constructor(endpoints: Endpoints) {
    this.#endpoints = endpoints;
  }

  /** The host of an endpoint, by its id. */
  of(endpoint: number): number {
    return this.#ofEndpoint.of(endpoint);
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
    if (this.#byAddress.size === MOST_HOSTS) return NO_HOST;
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
