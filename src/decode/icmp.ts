/**
 * ICMP errors (RFC 792, RFC 4443) quote the packet they are about. In: a cursor at an ICMP header. Out: the cursor at the
 * quoted packet, and the reason in words; a quoted SIP message is shown at its conversation.
 */
import { type Cursor, type Next, read16 } from './cursor.js';
import { ipText } from './ip-text.js';

const HEADER = 8;

/** The error at the cursor; undefined where it is none, or quotes nothing. The cursor is left at the quoted packet. */
export function icmpError(at: Cursor, version: 4 | 6): { reason: string; next: Next } | undefined {
  if (at.short(HEADER + 20)) return undefined;
  const type = at.bytes[at.start]!;
  const code = at.bytes[at.start + 1]!;
  const what = version === 4 ? errorOfIcmp(type, code) : errorOfIcmpV6(type, code);
  if (what === undefined) return undefined;
  const from = ipText(at.addressBytes, at.sourceOffset, at.addressLength);
  at.start += HEADER;
  return { reason: `${what} from ${from}`, next: version === 4 ? 'ipv4' : 'ipv6' };
}

/** Puts the cursor at what the quoted UDP or TCP packet carried. False where the quotation ends before. */
export function quotedPayload(at: Cursor, next: Next): boolean {
  const { bytes, start } = at;
  if (at.short(8)) return false;
  at.sourcePort = read16(bytes, start);
  at.destinationPort = read16(bytes, start + 2);
  if (next === 'udp') {
    const length = read16(bytes, start + 4);
    if (length >= 8) at.limit(start, length);
    at.transport = 1;
    at.start = start + 8;
    return true;
  }
  if (next !== 'tcp' || at.short(20)) return false;
  at.transport = 2;
  at.start = start + (bytes[start + 12]! >> 4) * 4;
  return at.start > start && at.start <= at.end;
}

const UNREACHABLE = [
  'network unreachable',
  'host unreachable',
  'protocol unreachable',
  'port unreachable',
  'fragmentation needed',
  'source route failed',
  'network unknown',
  'host unknown',
  'source isolated',
  'network prohibited',
  'host prohibited',
  'network unreachable for this service',
  'host unreachable for this service',
  'administratively prohibited',
];

function errorOfIcmp(type: number, code: number): string | undefined {
  if (type === 3) return UNREACHABLE[code] ?? 'destination unreachable';
  if (type === 4) return 'source quench';
  if (type === 5) return 'redirect';
  if (type === 11) return code === 1 ? 'fragment reassembly time exceeded' : 'time to live exceeded';
  return type === 12 ? 'parameter problem' : undefined;
}

const UNREACHABLE_V6 = [
  'no route',
  'administratively prohibited',
  'beyond scope',
  'address unreachable',
  'port unreachable',
  'source address failed policy',
  'route rejected',
];

function errorOfIcmpV6(type: number, code: number): string | undefined {
  if (type === 1) return UNREACHABLE_V6[code] ?? 'destination unreachable';
  if (type === 2) return 'packet too big';
  if (type === 3) return code === 1 ? 'fragment reassembly time exceeded' : 'hop limit exceeded';
  return type === 4 ? 'parameter problem' : undefined;
}
