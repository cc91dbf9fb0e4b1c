/** Decodes captures in the simplest way, for tests of what other programs print of them. */
import type { ReadPacket } from '../captures.js';

/** Captures whose SIP goes over UDP in whole packets, with Ethernet, VLAN, cooked and IPv6. */
export const CAPTURES = [
  'goffinet/SIP-Call-with-Proxy-Server.pcap',
  'aflnet-kamailio/sip-1.pcap',
  'pkts/sipp_sll.pcap',
  'laborator09/sip.pcap',
  'sngrep/aaa.pcap',
  'pl7m/sip.pcap',
  'ndpi/sip.pcap',
  'mtaa-kuko/register.pcap',
];

export interface Message {
  timeUs: number;
  source: string;
  destination: string;
  text: string;
}

export const START = /^(?:[A-Z]+ \S+ SIP\/2\.0|SIP\/2\.0 \d{3})/;

/** The SIP messages of a capture by the shortest way there is: fixed offsets, whole UDP packets. */
export function messagesOf(packets: readonly ReadPacket[]): Message[] {
  const messages: Message[] = [];
  for (const packet of packets) {
    const bytes = Buffer.from(packet.bytes, 'hex');
    let ip = packet.linkType === 113 ? 16 : 14;
    while (bytes.readUInt16BE(ip - 2) === 0x8100) ip += 4;
    const version = bytes[ip]! >> 4;
    const udp = ip + (version === 6 ? 40 : (bytes[ip]! & 15) * 4);
    const isUdp =
      version === 6 ? bytes[ip + 6] === 17 : bytes[ip + 9] === 17 && (bytes.readUInt16BE(ip + 6) & 0x3fff) === 0;
    if (!isUdp || (version !== 4 && version !== 6)) continue;
    const text = bytes.toString('latin1', udp + 8, udp + bytes.readUInt16BE(udp + 4));
    if (!START.test(text)) continue;
    const [from, to, length] = version === 6 ? [ip + 8, ip + 24, 16] : [ip + 12, ip + 16, 4];
    messages.push({
      timeUs: packet.timeUs,
      source: `${[...bytes.subarray(from, from + length)].join('.')}:${bytes.readUInt16BE(udp)}`,
      destination: `${[...bytes.subarray(to, to + length)].join('.')}:${bytes.readUInt16BE(udp + 2)}`,
      text,
    });
  }
  return messages;
}

/** What programs that print ASCII leave of a message: dots for what is not printable, nothing after the body. */
export function printed(text: string): string {
  const head = text.indexOf('\r\n\r\n') + 4;
  const length = /^(?:content-length|l)\s*:\s*(\d+)/im.exec(text.slice(0, head))?.[1];
  const whole = length === undefined ? text : text.slice(0, head + Number(length));
  return whole.replace(/[^\t\n\r -~]/g, '.');
}
