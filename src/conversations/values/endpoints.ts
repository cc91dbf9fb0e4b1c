/**
 * Ids for addresses with ports, printed as the JSON does: "10.0.0.1:5060", "[2001:db8::1]:5060" (RFC 5952). Id 0 is
 * an address the source did not give. If it gave only the other end, the unspecified address without a port (RFC 1122
 * 3.2.1.3, RFC 4291 2.5.2) stands for it.
 */
import { WasmCore } from '../../binding/wasm-core.js';
import { joinAddress } from '../../format/addresses.js';
import { Interner } from '../../tables/interner.js';
import type { LiveIds } from '../../tables/live-ids.js';

/** Address bytes, most significant first, then the port. */
const KEY = 18;

export class Endpoints {
  readonly #core: WasmCore;
  readonly #interner: Interner;
  readonly #key = new Uint8Array(KEY);

  constructor(core = new WasmCore()) {
    this.#core = core;
    this.#interner = new Interner(undefined, { core, address: core.exports.endpoints.value });
  }

  get count(): number {
    return this.#interner.count;
  }

  /** Id of `addressLength` (4 or 16; anything else is unknown) address bytes at `offset` with a port. */
  id(bytes: Uint8Array, offset: number, addressLength: number, port: number): number {
    if (addressLength !== 4 && addressLength !== 16) return 0;
    const at = this.#core.lend(bytes, offset, offset + addressLength);
    const id = this.#core.exports.endpoint(at, addressLength, port);
    this.#core.renew();
    return id;
  }

  /** The same for an address that may not be met: -1 then, and none is added. */
  find(bytes: Uint8Array, offset: number, addressLength: number, port: number): number {
    if (addressLength !== 4 && addressLength !== 16) return 0;
    const key = this.#key.subarray(0, addressLength + 2);
    key.set(bytes.subarray(offset, offset + addressLength));
    key[addressLength] = port >>> 8;
    key[addressLength + 1] = port;
    return this.#interner.find(key);
  }

  /** Begins to record which addresses are in use. */
  mark(): LiveIds {
    // Ids of recent addresses would not be recorded.
    this.#core.exports.forgetRecentEndpoints();
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

  /** Order of two ids: unknown first, IPv4 before IPv6, addresses as numbers, then ports. */
  compare(a: number, b: number): number {
    const first = this.#interner.bytesOf(a);
    const second = this.#interner.bytesOf(b);
    if (first.length !== second.length) return first.length - second.length;
    for (let i = 0; i < first.length; i++) if (first[i] !== second[i]) return first[i]! - second[i]!;
    return 0;
  }
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
