/** Addresses as text: "10.0.0.1:5060" and, with brackets around IPv6 (RFC 3986 section 3.2.2), "[2001:db8::1]:5060". */

export interface HostAndPort {
  /** Without brackets. */
  host: string;
  /** The digits as they are written; null where there are none. */
  port: string | null;
}

/** Splits "host:port" or "[v6]:port". What is neither is a host as it stands, as a bare IPv6 address is. */
export function splitAddress(address: string): HostAndPort {
  const [, inBrackets, plain, port = null] = address.match(/^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/) ?? [];
  return { host: inBrackets ?? plain ?? address, port };
}

/** "10.0.0.1:5060", "[2001:db8::1]:5060". */
export function joinAddress(host: string, port: number): string {
  return `${bracketed(host)}:${port}`;
}

/** The host as it stands in a URI: an IPv6 address in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** "10.0.0.1:5060" without the default port of SIP (RFC 3261 section 19.1.2), and then without an IPv6 address's brackets. */
export function shortAddress(address: string): string {
  const { host, port } = splitAddress(address);
  return port === '5060' ? host : address;
}
