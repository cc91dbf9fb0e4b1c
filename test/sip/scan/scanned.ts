/** A message read by the scanner, for its tests. */
import { expect } from 'vitest';
import { decodeText } from '../../../src/bytes/text.js';
import { HeaderNames } from '../../../src/sip/headers/header-names.js';
import { NUMBER_KINDS } from '../../../src/sip/headers/header-table.js';
import { FAULT_CODES } from '../../../src/sip/message/faults.js';
import { parseMessage } from '../../../src/sip/message/message.js';
import { scannerOf } from './scanner.js';

/** A request with what is hard to read: quotes, escapes, compact URIs, several addresses. */
export const INVITE = [
  'INVITE sip:5660066;x=1:pw@b.example SIP/2.0',
  'Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK72aeec24;rport',
  'Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKother',
  'Max-Forwards: 70',
  'From: "A, <sip:no@where>; \\" quoted" <sip:4151502@10.0.0.1>;tag=as71102a1e',
  'To: <tel:+354-566-0066;phone-context=x>',
  'Contact: <sip:4151502@10.0.0.1:5060>, "B" <sips:other@host>',
  'Call-ID: 35e857d6@10.0.0.1:5060',
  'CSeq: 102 INVITE',
  'User-Agent: Asterisk PBX',
  'P-Asserted-Identity: <sip:111@a>, <tel:222>',
  'Diversion: <sip:333@a>;reason=unconditional',
  'Content-Type: application/sdp',
  'Content-Length: 5',
  '',
  'v=0',
  '',
].join('\r\n');

/** What the scanner finds in a message, as text. */
export function scan(text: string | Uint8Array, names = new HeaderNames()) {
  const message = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  // Bytes before and after must not matter.
  const bytes = new Uint8Array(message.length + 20).fill(0x2c);
  bytes.set(message, 10);
  const out = scannerOf(names);
  out.scan(bytes, 10, 10 + message.length);
  const slice = (start: number, end: number) => decodeText(bytes, start, end);
  return {
    out,
    method: slice(out.methodStart, out.methodEnd),
    uri: slice(out.uriStart, out.uriEnd),
    reason: slice(out.reasonStart, out.reasonEnd),
    callId: slice(out.callIdStart, out.callIdEnd),
    agent: slice(out.agentStart, out.agentEnd),
    body: slice(out.bodyStart, 10 + message.length),
    headers: Array.from(out.headers.subarray(0, out.headerCount), id => names.name(id)),
    numbers: Array.from({ length: out.numberCount }, (_, i) => {
      return `${NUMBER_KINDS[out.numberKind[i]!]} ${slice(out.numberStart[i]!, out.numberEnd[i]!)}`;
    }),
    faults: FAULT_CODES.filter((_, bit) => (out.faults & (1 << bit)) !== 0),
  };
}

/** A table of names takes longer to make than a message to scan. */
const sharedNames = new HeaderNames();

/** What the scanner says nothing about has no fault: only what it does not clear is looked at in full. */
export function expectCleared(bytes: Uint8Array, origin: string): void {
  const { out } = scan(bytes, sharedNames);
  const codes = parseMessage(bytes).faults.map(({ code }) => code);
  if (out.faults === 0 && out.suspect === 0) expect([origin, codes]).toEqual([origin, []]);
}
