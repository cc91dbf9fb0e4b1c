/** Captures composed for the commands: one datagram a message, between two hosts, 20 ms apart. */
import { writeFileSync } from 'node:fs';
import { pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { type Bytes, bytes, ethernet, ipv4, udp } from '../decode/wire.js';

/** 2024-05-13T08:00:00Z. */
const START_S = 1_715_587_200;

/** Writes messages, given as text or bytes, to a pcap. */
export function writeCapture(path: string, messages: readonly (string | Bytes)[]): string {
  const records = messages.map((message, at) =>
    pcapRecordBytes({}, START_S + Math.floor(at / 50), (at % 50) * 20_000, ethernet(ipv4(udp(bytes(message))))),
  );
  writeFileSync(path, bytes(pcapHeader(), ...records));
  return path;
}

/** A request with the headers every request has, unless `headers` says otherwise; null leaves one out. */
export function request(
  method: string,
  headers: Readonly<Record<string, string | null>> = {},
  body: string | Bytes = '',
): Bytes {
  const all = {
    Via: 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKone',
    'Max-Forwards': '70',
    From: '<sip:1001@example.com>;tag=a',
    To: '<sip:1002@example.com>',
    'Call-ID': 'one@192.0.2.1',
    CSeq: `1 ${method}`,
    'Content-Length': String(body.length),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}\r\n`]));
  return bytes(`${method} sip:1002@example.com SIP/2.0\r\n`, lines.join(''), '\r\n', body);
}
