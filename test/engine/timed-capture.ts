/** Captures written down packet by packet, with ICMP errors in them: a call between two hosts, and a router on the way. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { type Bytes, bytes, ethernet, fill, ipv4, udp } from '../decode/wire.js';
import { folder } from './core-session.js';

export const CALLER = [10, 0, 0, 1];
export const CALLEE = [10, 0, 0, 2];
export const ROUTER = [10, 0, 0, 254];
/** 2024-05-13T08:00:00Z. */
export const START_US = 1_715_587_200_000_000;

/** Milliseconds after START_US, and the frame. */
export type Timed = readonly [ms: number, packet: Bytes];

/** Path of a pcap of these packets. */
export function timedCapture(...packets: Timed[]): string {
  const path = join(folder(), 'events.pcap');
  const records = packets.map(([ms, packet]) => {
    const us = START_US + ms * 1000;
    return pcapRecordBytes({}, Math.floor(us / 1e6), us % 1e6, packet);
  });
  writeFileSync(path, bytes(pcapHeader(), ...records));
  return path;
}

interface SipOptions {
  callId?: string;
  /** That of To. */
  tag?: string;
  branch?: string;
  /** Other header lines. */
  headers?: readonly string[];
}

/** A message of a call. */
export function sip(
  startLine: string,
  cseq: string,
  { callId = 'call', tag = '', branch = cseq, headers = [] }: SipOptions = {},
): string {
  return [
    startLine.startsWith('SIP') ? startLine : `${startLine} sip:5660066@10.0.0.2 SIP/2.0`,
    `Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK${branch.replace(' ', '')}`,
    'From: <sip:4151502@10.0.0.1>;tag=a',
    `To: <sip:5660066@10.0.0.2>${tag === '' ? '' : `;tag=${tag}`}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    ...headers,
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n');
}

/** A message over UDP, from the caller unless told otherwise. */
export const over = (text: string, source = CALLER, destination = CALLEE) => ipv4(udp(text), { source, destination });
export const back = (text: string) => over(text, CALLEE, CALLER);
/** An ICMP error that quotes a packet: port unreachable, from the callee, unless told otherwise. */
export const icmp = (quoted: Bytes, source = CALLEE, type = 3, code = 3, destination = CALLER) =>
  ethernet(ipv4(bytes(type, code, fill(6), quoted), { protocol: 1, source, destination }));
