/**
 * IPsec ESP (RFC 4303), also over UDP (RFC 3948). It is usually encrypted. With NULL encryption (RFC 2410), which IMS
 * networks use for signalling, the payload follows in the clear after 8 bytes.
 */
import { probeSip } from '../../sip/framing/probe.js';
import { type Cursor, type Next, read16, read32 } from '../cursor.js';

const HEADER = 8;
/** Pad length and next header; then the longest integrity check value that may follow them. */
const TRAILER = 2;
const MAX_ICV = 64;

/** Port 4500: four zero bytes mark IKE, a single 0xff is a keep-alive. */
export function espOverUdp(at: Cursor): Next {
  if (at.end - at.start === 1) return at.is('keep-alive');
  if (at.short(4) || read32(at.bytes, at.start) === 0) return at.is('ike');
  return esp(at);
}

export function esp(at: Cursor): Next {
  const { bytes, start, end } = at;
  const payload = start + HEADER;
  if (end - payload < 20 + TRAILER) return at.is('esp');
  // Tunnel mode: a whole IPv4 packet whose length leaves room for no more than a trailer.
  const innerLength = read16(bytes, payload + 2);
  const innerSlack = end + at.missing - (payload + innerLength);
  if (bytes[payload] === 0x45 && innerSlack >= TRAILER && innerSlack <= MAX_ICV + 255) {
    at.start = payload;
    return at.enter('ESP', 'ipv4');
  }
  const udpLength = read16(bytes, payload + 4);
  const slack = end + at.missing - (payload + udpLength);
  if (slack >= TRAILER && slack <= MAX_ICV + 255 && udpLength > 8) {
    if (probeSip(bytes, payload + 8, payload + udpLength) === 'certain') {
      at.start = payload;
      return 'udp';
    }
  }
  const tcpHeader = (bytes[payload + 12]! >> 4) * 4;
  if (tcpHeader >= 20 && payload + tcpHeader < end && probeSip(bytes, payload + tcpHeader, end) === 'certain') {
    const trailer = paddingAndCheck(at, payload);
    at.start = payload;
    at.end = end - trailer;
    return 'tcp';
  }
  return at.is('esp');
}

/**
 * Bytes of padding (1, 2, 3 … as RFC 4303 2.4 fills it), trailer and integrity check value at the end; 14 when in
 * doubt.
 */
function paddingAndCheck(at: Cursor, payload: number): number {
  const { bytes, end } = at;
  for (const check of [12, 16, 0, 24, 32, 8, 20]) {
    const trailer = end - check - TRAILER;
    if (trailer <= payload + 20 || bytes[trailer + 1] !== 6) continue;
    const padding = bytes[trailer]!;
    if (padding > 15 || (padding > 0 && bytes[trailer - 1] !== padding)) continue;
    return padding + TRAILER + check;
  }
  return 14;
}
