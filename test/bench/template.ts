/**
 * A packet that is written many times with different values: the pcap record of a message from the phone or the
 * server, with the place of each field in braces.
 */
import { FIELD_WIDTH, type FieldName } from './identity.js';

/** pcap record header, Ethernet, IPv4 and UDP before the payload. */
export const PAYLOAD_AT = 16 + 14 + 20 + 8;
const ETHERNET_AT = 16;
export const IP_AT = ETHERNET_AT + 14;
export const UDP_AT = IP_AT + 20;

/** The server every phone talks to: 198.51.100.10. */
const SERVER = [198, 51, 100, 10] as const;

export interface Spot {
  field: FieldName;
  at: number;
}

export interface Template {
  record: Buffer;
  spots: readonly Spot[];
  /** Offset of the four address bytes that belong to the phone. */
  phoneAt: number;
  /** Sum of the 16-bit words of the IP header while identification, checksum and phone address are zero. */
  headerSum: number;
}

/** A SIP message. Lines are joined by CRLF; `{name}` is a field of fixed width; Content-Length is filled in. */
export function messageTemplate(fromPhone: boolean, head: readonly string[], body: readonly string[] = []): Template {
  const bodyText = body.map(line => `${line}\r\n`).join('');
  const length = expand(bodyText).text.length;
  const text = [
    ...head,
    ...(length ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${length}`,
    '',
    bodyText,
  ].join('\r\n');
  const { text: payload, spots } = expand(text);
  return datagramTemplate(fromPhone, { from: 5060, to: 5060 }, Buffer.from(payload, 'latin1'), spots);
}

/** Any datagram between the phone and the server. The UDP checksum is left out (zero), as RFC 768 allows. */
export function datagramTemplate(
  fromPhone: boolean,
  ports: { from: number; to: number },
  payload: Uint8Array,
  spots: readonly Spot[] = [],
): Template {
  const record = Buffer.alloc(PAYLOAD_AT + payload.length);
  record.writeUInt32LE(record.length - 16, 8);
  record.writeUInt32LE(record.length - 16, 12);
  record.set([2, 0, 0, 0, 0, fromPhone ? 1 : 2, 2, 0, 0, 0, 0, fromPhone ? 2 : 1, 0x08, 0x00], ETHERNET_AT);
  record[IP_AT] = 0x45;
  record.writeUInt16BE(record.length - IP_AT, IP_AT + 2);
  record.writeUInt16BE(0x4000, IP_AT + 6);
  record[IP_AT + 8] = 64;
  record[IP_AT + 9] = 17;
  record.set(SERVER, fromPhone ? IP_AT + 16 : IP_AT + 12);
  record.writeUInt16BE(ports.from, UDP_AT);
  record.writeUInt16BE(ports.to, UDP_AT + 2);
  record.writeUInt16BE(record.length - UDP_AT, UDP_AT + 4);
  record.set(payload, PAYLOAD_AT);
  let headerSum = 0;
  for (let at = IP_AT; at < UDP_AT; at += 2) headerSum += record.readUInt16BE(at);
  const moved = spots.map(({ field, at }) => ({ field, at: at + PAYLOAD_AT }));
  return { record, spots: moved, phoneAt: fromPhone ? IP_AT + 12 : IP_AT + 16, headerSum };
}

/** Replaces each `{field}` by as many zeros as it is wide, and says where it was. */
function expand(text: string): { text: string; spots: Spot[] } {
  const spots: Spot[] = [];
  let out = '';
  for (const part of text.split(/(\{\w+\})/)) {
    if (!part.startsWith('{')) {
      out += part;
      continue;
    }
    // A name that is no field would write NaN zeros below; the width's absence says so here.
    const field = part.slice(1, -1) as FieldName;
    if (FIELD_WIDTH[field] === undefined) throw new Error(`${part} is not a field`);
    spots.push({ field, at: out.length });
    out += '0'.repeat(FIELD_WIDTH[field]);
  }
  return { text: out, spots };
}
