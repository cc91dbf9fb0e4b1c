/**
 * Addresses with ports as programs print them: tcpdump's "10.0.0.1.5060" and "proxy.example.com.sip", everybody else's
 * "10.0.0.1:5060" and "[2001:db8::1]:5060".
 */
import { isIPv4, isIPv6 } from 'node:net';

export interface Endpoint {
  /** 4 or 16 bytes; empty if the text is a name. */
  address: Uint8Array;
  /** 0 if none is printed or its name is unknown. */
  port: number;
}

/** Port names from /etc/services that occur beside SIP. */
const PORTS: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    sip: 5060,
    sips: 5061,
    'sip-tls': 5061,
    http: 80,
    'http-alt': 8080,
    https: 443,
    domain: 53,
  }),
);

const LOCAL: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    localhost: '127.0.0.1',
    'ip6-localhost': '::1',
    'ip6-loopback': '::1',
  }),
);

/** What is kept by its text: a capture has few addresses, and each is printed again and again. */
const MAX_CACHED = 4096;

function cached<Parsed>(parse: (text: string) => Parsed): (text: string) => Parsed {
  const known = new Map<string, Parsed>();
  return text => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const parsed = parse(text);
    if (known.size >= MAX_CACHED) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}

/** Reads one end of tcpdump's "a > b". Never fails: text that is not an address is a name. */
export const dotAddress = cached(parseDotAddress);

/** As `addressBytes`. The bytes are shared. */
export const knownAddress = cached(addressBytes);

/** Reads "address:port". Text that is not an address has no bytes. */
export const colonAddress = cached(parseColonAddress);

function parseDotAddress(text: string): Endpoint {
  const whole = addressBytes(text);
  if (whole.length > 0) return { address: whole, port: 0 };
  const dot = text.lastIndexOf('.');
  const name = dot < 0 ? text : text.slice(0, dot);
  const portText = dot < 0 ? '' : text.slice(dot + 1);
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : (PORTS.get(portText) ?? 0);
  return { address: addressBytes(LOCAL.get(name) ?? name), port: port <= 0xffff ? port : 0 };
}

function parseColonAddress(text: string): Endpoint {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|(.*?))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = addressBytes(bracketed ?? plain ?? '');
  // Without brackets the last group may be a port or part of the address: programs without brackets print a port.
  if (address.length > 0) return { address, port: portOf(port) };
  return { address: addressBytes(text), port: 0 };
}

function portOf(port: string | undefined): number {
  const number = Number(port ?? 0);
  return number <= 0xffff ? number : 0;
}

/** The bytes of an IPv4 or IPv6 address; empty if the text is neither. */
export function addressBytes(text: string): Uint8Array {
  if (isIPv4(text)) return Uint8Array.from(text.split('.'), Number);
  const bare = text.replace(/%.*$/, '');
  return isIPv6(bare) ? ipv6Bytes(bare) : new Uint8Array(0);
}

/** `text` is a valid address (RFC 4291 2.2). */
function ipv6Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(16);
  const [head = '', tail] = text.split('::');
  const before = groupBytes(head);
  const after = groupBytes(tail ?? '');
  bytes.set(before, 0);
  bytes.set(after, 16 - after.length);
  return bytes;
}

function groupBytes(groups: string): number[] {
  if (groups === '') return [];
  return groups.split(':').flatMap(group => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
