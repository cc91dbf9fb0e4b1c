/**
 * Addresses as tcpdump prints them: "10.0.0.1.5060", "fe80::1.5060", "proxy.example.com.sip". In: the text. Out: address
 * bytes and port.
 */
import { isIPv4, isIPv6 } from 'node:net';

export interface Endpoint {
  /** 4 or 16 bytes; empty where the text has a name. */
  address: Uint8Array;
  /** 0 where none is printed or its name is unknown. */
  port: number;
}

/** Port names of /etc/services that SIP meets. */
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

/** The ends met last: a capture has few, and each is printed again and again. */
const MAX_MET = 4096;
const met = new Map<string, Endpoint>();

/** Reads one end of "a > b". Never fails: what is no address is a name. */
export function readEndpoint(text: string): Endpoint {
  const before = met.get(text);
  if (before !== undefined) return before;
  const endpoint = parseEndpoint(text);
  if (met.size >= MAX_MET) met.clear();
  met.set(text, endpoint);
  return endpoint;
}

function parseEndpoint(text: string): Endpoint {
  const whole = addressBytes(text);
  if (whole.length > 0) return { address: whole, port: 0 };
  const dot = text.lastIndexOf('.');
  const name = dot < 0 ? text : text.slice(0, dot);
  const portText = dot < 0 ? '' : text.slice(dot + 1);
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : (PORTS.get(portText) ?? 0);
  return { address: addressBytes(LOCAL.get(name) ?? name), port: port <= 0xffff ? port : 0 };
}

/** The bytes of an IPv4 or IPv6 address; empty where the text is none. */
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
