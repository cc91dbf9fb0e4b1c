/** Addresses as a list has room for them. */

/** "10.0.0.1:5060" without the default port of SIP (RFC 3261 section 19.1.2), and then without an IPv6 address's brackets. */
export function shortAddress(address: string): string {
  if (!address.endsWith(':5060')) return address;
  return address.slice(0, -5).replace(/^\[(.*)\]$/, '$1');
}
