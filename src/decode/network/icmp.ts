/**
 * ICMP errors (RFC 792, RFC 4443) quote the beginning of the packet they are about. The quote is decoded as a packet
 * of its own, so the addresses of the error itself are kept apart.
 */
import type { EventKind } from '../../model/event-kinds.js';
import { transportIndex } from '../../model/transports.js';
import type { IcmpError } from '../decoded-message.js';
import { type Cursor, type Next, read16 } from '../cursor.js';

const HEADER = 8;

/**
 * The error at the cursor, and the layer its quote begins with; undefined if it is no error, or quotes nothing.
 * Leaves the cursor at the quoted packet.
 */
export function icmpError(at: Cursor, version: 4 | 6): (IcmpError & { next: Next }) | undefined {
  if (at.short(HEADER + 20)) return undefined;
  const type = at.bytes[at.start]!;
  const code = at.bytes[at.start + 1]!;
  const what = version === 4 ? errorOfIcmp(type, code) : errorOfIcmpV6(type, code);
  if (what === undefined) return undefined;
  at.start += HEADER;
  const { addressBytes, sourceOffset, destinationOffset, addressLength } = at;
  return {
    kind: what[0],
    detail: what[1],
    next: version === 4 ? 'ipv4' : 'ipv6',
    addressBytes,
    sourceOffset,
    destinationOffset,
    addressLength,
    sourcePort: 0,
    destinationPort: 0,
  };
}

const UDP = transportIndex('UDP');
const TCP = transportIndex('TCP');

/** Moves the cursor to the payload of the quoted UDP or TCP packet. False if the quote ends before it. */
export function quotedPayload(at: Cursor, next: Next): boolean {
  const { bytes, start } = at;
  if (at.short(8)) return false;
  at.sourcePort = read16(bytes, start);
  at.destinationPort = read16(bytes, start + 2);
  if (next === 'udp') {
    const length = read16(bytes, start + 4);
    if (length >= 8) at.limit(start, length);
    at.transport = UDP;
    at.start = start + 8;
    return true;
  }
  if (next !== 'tcp' || at.short(20)) return false;
  at.transport = TCP;
  at.start = start + (bytes[start + 12]! >> 4) * 4;
  return at.start > start && at.start <= at.end;
}

type Meaning = readonly [kind: EventKind, words: string];

const UNREACHABLE: readonly Meaning[] = [
  ['icmp-net-unreachable', 'network unreachable'],
  ['icmp-host-unreachable', 'host unreachable'],
  ['icmp-protocol-unreachable', 'protocol unreachable'],
  ['icmp-port-unreachable', 'port unreachable'],
  ['icmp-fragmentation-needed', 'fragmentation needed'],
  ['icmp-unreachable', 'source route failed'],
  ['icmp-net-unreachable', 'network unknown'],
  ['icmp-host-unreachable', 'host unknown'],
  ['icmp-unreachable', 'source isolated'],
  ['icmp-admin-prohibited', 'network prohibited'],
  ['icmp-admin-prohibited', 'host prohibited'],
  ['icmp-net-unreachable', 'network unreachable for this service'],
  ['icmp-host-unreachable', 'host unreachable for this service'],
  ['icmp-admin-prohibited', 'administratively prohibited'],
];
const OTHER: Meaning = ['icmp-unreachable', 'destination unreachable'];
const REASSEMBLY: Meaning = ['icmp-reassembly-timeout', 'fragment reassembly time exceeded'];
const PARAMETER: Meaning = ['icmp-parameter-problem', 'parameter problem'];

function errorOfIcmp(type: number, code: number): Meaning | undefined {
  if (type === 3) return UNREACHABLE[code] ?? OTHER;
  if (type === 4) return ['icmp-source-quench', 'source quench'];
  if (type === 5) return ['icmp-redirect', 'redirect'];
  if (type === 11) return code === 1 ? REASSEMBLY : ['icmp-time-exceeded', 'time to live exceeded'];
  return type === 12 ? PARAMETER : undefined;
}

const UNREACHABLE_V6: readonly Meaning[] = [
  ['icmp-net-unreachable', 'no route'],
  ['icmp-admin-prohibited', 'administratively prohibited'],
  ['icmp-unreachable', 'beyond scope'],
  ['icmp-host-unreachable', 'address unreachable'],
  ['icmp-port-unreachable', 'port unreachable'],
  ['icmp-admin-prohibited', 'source address failed policy'],
  ['icmp-admin-prohibited', 'route rejected'],
];

function errorOfIcmpV6(type: number, code: number): Meaning | undefined {
  if (type === 1) return UNREACHABLE_V6[code] ?? OTHER;
  if (type === 2) return ['icmp-fragmentation-needed', 'packet too big'];
  if (type === 3) return code === 1 ? REASSEMBLY : ['icmp-time-exceeded', 'hop limit exceeded'];
  return type === 4 ? PARAMETER : undefined;
}
