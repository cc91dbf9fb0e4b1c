/** Addresses short enough for a list. */

/** Drops SIP's default port (RFC 3261 section 19.1.2), and then the brackets of an IPv6 address. */
export function shortAddress(address: string): string {
  if (!address.endsWith(':5060')) return address;
  return address.slice(0, -5).replace(/^\[(.*)\]$/, '$1');
}
