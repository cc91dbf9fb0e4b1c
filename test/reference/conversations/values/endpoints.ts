/**
 * Ids for addresses with ports, printed as the JSON does: "10.0.0.1:5060", "[2001:db8::1]:5060" (RFC 5952). Id 0 is
 * an address the source did not give. If it gave only the other end, the unspecified address without a port (RFC 1122
 * 3.2.1.3, RFC 4291 2.5.2) stands for it.
 */
import { viewOf } from '../../../../src/bytes/words.js';
import { joinAddress } from '../../../../src/format/addresses.js';
import { Interner } from '../../tables/interner.js';
import type { LiveIds } from '../../tables/live-ids.js';

const CACHE_BITS = 12;

export class Endpoints {
  readonly #interner = new Interner();
  /** Address, then port, most significant byte first. */
  readonly #key = new Uint8Array(18);
  /** Recent IPv4 addresses: address, port and id of each. */
  readonly #cache = new Int32Array(3 << CACHE_BITS);
  readonly #keyView = viewOf(this.#key);

  constructor() {
    this.#interner.internView(this.#keyView, 0, 0);
  }

  get count(): number {
    return this.#interner.count;
  }

  /** Id of `addressLength` (4 or 16; anything else is unknown) address bytes at `offset` with a port. */
  id(bytes: Uint8Array, offset: number, addressLength: number, port: number): number {
    if (addressLength !== 4 && addressLength !== 16) return 0;
    if (addressLength === 4) return this.#ipv4(bytes, offset, port);
    if (port === 0 && isUnspecified(bytes, offset)) return 0;
    return this.#intern(bytes, offset, addressLength, port);
  }

  #ipv4(bytes: Uint8Array, offset: number, port: number): number {
    const address =
      (bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
    if ((address | port) === 0) return 0;
    const slot = ((Math.imul(address, 0x9e3779b1) ^ Math.imul(port, 0x85ebca6b)) >>> (32 - CACHE_BITS)) * 3;
    const cache = this.#cache;
    if (cache[slot] === address && cache[slot + 1] === port && cache[slot + 2] !== 0) return cache[slot + 2]!;
    const id = this.#intern(bytes, offset, 4, port);
    cache[slot] = address;
    cache[slot + 1] = port;
    cache[slot + 2] = id;
    return id;
  }

  #intern(bytes: Uint8Array, offset: number, addressLength: number, port: number): number {
    this.#fillKey(bytes, offset, addressLength, port);
    return this.#interner.internView(this.#keyView, 0, addressLength + 2);
  }

  #fillKey(bytes: Uint8Array, offset: number, addressLength: number, port: number): void {
    const key = this.#key;
    for (let i = 0; i < addressLength; i++) key[i] = bytes[offset + i]!;
    key[addressLength] = port >>> 8;
    key[addressLength + 1] = port;
  }

  /** Begins to record which addresses are in use. */
  mark(): LiveIds {
    // Cached ids would not be recorded.
    this.#cache.fill(0);
    const marks = this.#interner.mark();
    marks.add(0);
    return marks;
  }

  /** Forgets, in steps, the addresses not recorded since `mark`. */
  sweep(): Generator<undefined, void> {
    return this.#interner.sweep();
  }

  /** Address bytes of an id: 4, 16, or none. */
  address(id: number): Uint8Array {
    const key = this.#interner.bytesOf(id);
    return key.subarray(0, Math.max(0, key.length - 2));
  }

  port(id: number): number {
    const key = this.#interner.bytesOf(id);
    return key.length < 2 ? 0 : key[key.length - 2]! * 256 + key[key.length - 1]!;
  }

  /** "10.0.0.1:5060"; null where unknown. */
  format(id: number): string | null {
    const host = this.host(id);
    return host === null ? null : joinAddress(host, this.port(id));
  }

  /** "10.0.0.1" or "2001:db8::1"; null where unknown. */
  host(id: number): string | null {
    const address = this.address(id);
    if (address.length === 0) return null;
    return address.length === 4 ? address.join('.') : formatIpv6(address);
  }
}

/** Whether the 16 bytes at `offset` are "::". */
function isUnspecified(bytes: Uint8Array, offset: number): boolean {
  for (let i = 0; i < 16; i++) if (bytes[offset + i] !== 0) return false;
  return true;
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as "::"; RFC 4291 for mapped IPv4. */
export function formatIpv6(address: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => address[2 * i]! * 256 + address[2 * i + 1]!);
  if (groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${address.subarray(12).join('.')}`;
  }
  let longest = 0;
  let at = -1;
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > longest) {
      longest = length;
      at = start;
    }
  }
  const hex = (part: number[]) => part.map(group => group.toString(16)).join(':');
  return longest < 2 ? hex(groups) : `${hex(groups.slice(0, at))}::${hex(groups.slice(at + longest))}`;
}
