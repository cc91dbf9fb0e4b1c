/** Ids for addresses with ports; src/conversations/values/endpoints.ts prints them. Id 0 is an address the source did not give. */
import { intern } from '../tables/interner';
import { endpoints } from './tables';

const CACHE_BITS: u32 = 12;
const CACHE_ENTRY: u32 = 12;
/** Recent IPv4 addresses: address, port and id of each; id 0 where free. */
const cache: usize = memory.data(12 << 12, 8);
/** Address, then port, most significant byte first; with room for reading beyond. */
const key: usize = memory.data(32, 8);

export function beginEndpoints(): void {
  intern(endpoints, key, 0);
}

/** Id of the address of `length` (4 or 16; anything else is unknown) bytes at `at` with a port. */
export function endpoint(at: usize, length: u32, port: u32): i32 {
  if (length === 4) return ipv4(load<u32>(at), port);
  if (length !== 16) return 0;
  if (port === 0 && load<u64>(at) === 0 && load<u64>(at, 8) === 0) return 0;
  fill(at, 16, port);
  return intern(endpoints, key, 18);
}

function ipv4(address: u32, port: u32): i32 {
  if ((address | port) === 0) return 0;
  const entry = cache + (((address * 0x9e3779b1) ^ (port * 0x85ebca6b)) >>> (32 - CACHE_BITS)) * CACHE_ENTRY;
  const known = load<i32>(entry, 8);
  if (known !== 0 && load<u32>(entry) === address && load<u32>(entry, 4) === port) return known;
  store<u32>(key, address);
  store<u16>(key, bswap<u16>(<u16>port), 4);
  const id = intern(endpoints, key, 6);
  store<u32>(entry, address);
  store<u32>(entry, port, 4);
  store<i32>(entry, id, 8);
  return id;
}

function fill(at: usize, length: u32, port: u32): void {
  memory.copy(key, at, length);
  store<u16>(key + length, bswap<u16>(<u16>port));
}

/** Forgets recent addresses: one met again is then noted as used. */
export function forgetRecentEndpoints(): void {
  memory.fill(cache, 0, CACHE_ENTRY << CACHE_BITS);
}
