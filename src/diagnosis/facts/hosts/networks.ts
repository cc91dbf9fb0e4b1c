/** What the addresses of two hosts tell of the way between them. */
import { parseNetwork } from '../../../format/networks.js';
import type { Case } from '../../case.js';

/** Bytes of an address that two hosts of one network share: a guess, masks are in no packet. */
const SHARED_V4 = 3;
const SHARED_V6 = 8;

/** Whether two endpoints are most likely in one network, with no NAT or firewall between them. */
export function areNeighbours({ conversations }: Case, one: number, other: number): boolean {
  const [a, b] = [conversations.endpoints.address(one), conversations.endpoints.address(other)];
  if (a.length === 0 || a.length !== b.length) return false;
  const shared = a.length === 4 ? SHARED_V4 : SHARED_V6;
  return a.subarray(0, shared).every((byte, at) => byte === b[at]);
}

/** An IPv6 address: it has a firewall more often than a NAT. */
export function isIpv6({ conversations }: Case, endpoint: number): boolean {
  return conversations.endpoints.address(endpoint).length === 16;
}

/** An address of a group: nobody in it need answer (RFC 5771, RFC 4291 section 2.7), or the broadcast address. */
export function isGroup({ conversations }: Case, endpoint: number): boolean {
  const address = conversations.endpoints.address(endpoint);
  if (address.length === 16) return address[0] === 0xff;
  return address.length === 4 && (address[0]! >> 4 === 14 || address.every(byte => byte === 255));
}

/** An address that is not routed in the Internet: RFC 1918, 6598, 4193, loopback and link-local ones. */
export function isPrivate({ conversations }: Case, endpoint: number): boolean {
  return isOfInside(conversations.endpoints.address(endpoint));
}

/** Whether the text of a host is such an address; a name is not. */
export function isPrivateAddress(host: string): boolean {
  const network = parseNetwork(host);
  return network !== null && isOfInside(network.bytes);
}

function isOfInside(address: Uint8Array): boolean {
  const [a = 0, b = 0, ...rest] = address;
  if (rest.length === 14) {
    const isLoopback = address.every((byte, at) => byte === (at === 15 ? 1 : 0));
    return isLoopback || (a & 0xfe) === 0xfc || (a === 0xfe && (b & 0xc0) === 0x80);
  }
  if (rest.length !== 2) return false;
  if (a === 10 || a === 127) return true;
  if (a === 172) return b >= 16 && b < 32;
  if (a === 100) return b >= 64 && b < 128;
  return (a === 192 && b === 168) || (a === 169 && b === 254);
}
