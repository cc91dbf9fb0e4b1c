/**
 * An address as a row has room for it. In: "10.0.0.1:5060", "[2001:db8::1]:5080". Out: the same without the port everybody
 * uses (RFC 3261 section 19.1.2: 5060), and then without brackets.
 */
export function shortAddress(address: string): string {
  if (!address.endsWith(':5060')) return address;
  return address.slice(0, -5).replace(/^\[(.*)\]$/, '$1');
}
