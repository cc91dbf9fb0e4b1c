/**
 * Random pcap files of what the core's reader takes (Ethernet, Linux cooked, IPv4, IPv6, tunnels, UDP, SIP, RTP), and of what is nearly that: tags, options, wrong
 * lengths, ports of tunnels, cut packets.
 */
import { NAMED_PORTS } from '../../src/decode/network/datagram-name.js';
import { TUNNEL_PORTS, VXLAN_PORTS } from '../../src/decode/network/udp.js';
import { pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { type Bytes, bytes, ethernet, fill, ipv4, ipv6, request, tcp, u16, udp } from '../decode/wire.js';
import type { Random } from '../fuzz/random.js';
import { randomCalls } from './random-calls.js';

const LINK_TYPES = [1, 1, 1, 101, 101, 113, 113, 276, 276, 0, 12];
const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;
const TIMES = [0, 1, 1_700_000_000, 4_294_967_290];
/** One choice in so many is not the usual one: it differs from capture to capture. */
const ODD_ONES = [4, 20, 100];

/** What choices are made with. */
class Choice {
  readonly random: Random;
  readonly #oddOne: number;

  constructor(random: Random) {
    this.random = random;
    this.#oddOne = random.pick(ODD_ONES);
  }

  isOdd(): boolean {
    return this.random.below(this.#oddOne) === 0;
  }

  /** The usual value, now and then another. */
  usually<T>(usual: T, ...others: readonly T[]): T {
    return this.isOdd() ? this.random.pick(others) : usual;
  }

  noise(limit: number): Bytes {
    return Uint8Array.from({ length: this.random.below(limit) }, () => this.random.below(256));
  }
}

interface Shape {
  magic: number;
  littleEndian: boolean;
}

export function randomCapture(random: Random): Uint8Array {
  const choice = new Choice(random);
  const linkType = random.pick(LINK_TYPES);
  const shape = { magic: random.pick([MICROSECONDS, MICROSECONDS, NANOSECONDS]), littleEndian: random.below(12) > 0 };
  const texts = randomCalls(random, 1 + random.below(60)).map(({ text }) => text);
  let seconds = random.pick(TIMES);
  const records = Array.from({ length: 1 + random.below(80) }, (_, at) => {
    const packet = framed(ipPacket(texts[at % texts.length] ?? request(), choice), linkType, choice);
    seconds = Math.max(0, Math.min(2 ** 32 - 1, seconds + random.pick([0, 0, 1, 2, choice.usually(0, -1, 40)])));
    return record(shape, seconds, packet, choice);
  });
  return bytes(pcapHeader({ ...shape, network: linkType }), ...records);
}

/** Whole, or cut by a snap length; few have a time or a length that cannot be. */
function record(shape: Shape, seconds: number, packet: Bytes, choice: Choice): Bytes {
  const { random } = choice;
  const units = shape.magic === NANOSECONDS ? 1e9 : 1e6;
  const possible = random.pick([0, 1, 999, 1000, units - 1, random.below(units)]);
  const fraction = choice.isOdd() ? choice.usually(possible, units, 2 ** 32 - 1) : possible;
  const snapped = choice.isOdd() ? packet.subarray(0, random.below(packet.length + 1)) : packet;
  const more = choice.isOdd() ? choice.usually(1, -1, 65_535, 2 ** 31) : 0;
  return pcapRecordBytes(shape, seconds, fraction, snapped, Math.max(0, packet.length + more));
}

/** In a frame of the link type, with tags. */
function framed(ip: Bytes, linkType: number, choice: Choice): Bytes {
  const { random } = choice;
  let type = (ip[0] ?? 0) >>> 4 === 6 ? 0x86dd : 0x0800;
  let payload = ip;
  for (let tags = choice.usually(0, 1, 2, 3); tags > 0; tags--) {
    payload = bytes(u16(random.below(65_536)), u16(type), payload);
    type = random.pick([0x8100, 0x88a8, 0x9100, 0x9200, 0x9300]);
  }
  type = choice.usually(type, type ^ 0x86dd ^ 0x0800, 0x0806, 0x0026, 0x8847, 0x8864, 0x88e5);
  if (choice.isOdd()) payload = bytes(payload, fill(random.below(20)));
  const frame = inLink(payload, type, linkType) ?? ip;
  return choice.isOdd() ? frame.subarray(0, random.below(40)) : frame;
}

function inLink(payload: Bytes, type: number, linkType: number): Bytes | undefined {
  if (linkType === 1) return ethernet(payload, type);
  if (linkType === 113) return bytes(u16(0), u16(1), fill(10), u16(type), payload);
  if (linkType === 276) return bytes(u16(type), fill(18), payload);
  return linkType === 0 ? bytes(2, 0, 0, 0, payload) : undefined;
}

function ipPacket(text: string, choice: Choice): Bytes {
  const { random } = choice;
  switch (choice.usually('udp', 'tcp', 'noise', 'icmp', 'fragment')) {
    case 'tcp':
      return ipv4(tcp(text, { flags: 'PA', sequence: random.below(3) * 1000 }), { protocol: 6 });
    case 'noise':
      return choice.noise(60);
    case 'icmp':
      return ipv4(bytes(3, 3, 0, 0, 0, 0, 0, 0, ipv4(udp(text))), { protocol: 1 });
    case 'fragment':
      return fragment(text, random);
  }
  const datagram = udpOf(payloadOf(text, choice), choice);
  let packet = inIp(datagram, 17, choice);
  for (let tunnels = choice.usually(random.pick([0, 0, 1]), 2, 5, 9); tunnels > 0; tunnels--)
    packet = inTunnel(packet, choice);
  return packet;
}

function inIp(payload: Bytes, protocol: number, choice: Choice): Bytes {
  return choice.random.below(4) === 0 ? ipv6Of(payload, protocol, choice) : ipv4Of(payload, protocol, choice);
}

/** An IP packet in another. */
function inTunnel(ip: Bytes, choice: Choice): Bytes {
  const { random } = choice;
  const isVersion6 = (ip[0] ?? 0) >>> 4 === 6;
  const inner = choice.isOdd() ? ip.subarray(0, random.below(ip.length + 1)) : ip;
  const type = isVersion6 ? 0x86dd : 0x0800;
  switch (random.pick(['gre', 'vxlan', 'ip'])) {
    case 'gre':
      return inIp(gre(inner, type, choice), choice.usually(47, 97, 137), choice);
    case 'vxlan':
      return inIp(vxlan(ethernet(inner, choice.usually(type, 0x8847, type ^ 0x86dd ^ 0x0800)), choice), 17, choice);
    default:
      return inIp(inner, choice.usually(isVersion6 ? 41 : 4, 4, 41), choice);
  }
}

function gre(inner: Bytes, type: number, choice: Choice): Bytes {
  const { random } = choice;
  const flags = random.pick([0, 0x2000, 0x3000, 0x8000, 0xb000, choice.usually(0, 1, 0x4000, 0x2001, 0x0400, 0x0080)]);
  const words = [0x8000, 0x2000, 0x1000].filter(flag => (flags & flag) !== 0).length;
  const header = fill(4 * choice.usually(words, 0, 1, 2, 3), random.pick([0, 7, 255]));
  const isBridged = random.below(4) === 0;
  const protocol = choice.usually(isBridged ? 0x6558 : type, 0x88be, 0x22eb, 0x8100, 0x880b, type ^ 0x86dd ^ 0x0800);
  return bytes(u16(flags), u16(protocol), header, isBridged ? ethernet(inner, type) : inner);
}

function vxlan(frame: Bytes, choice: Choice): Bytes {
  const { random } = choice;
  const header = bytes(choice.usually(8, 0, 9, 0x48, 0x88), 0, 0, choice.usually(0, 1), 0, 0, random.below(3), 0);
  const port = choice.usually(random.pick(VXLAN_PORTS), 4790, 6081, 5060, random.pick(TUNNEL_PORTS));
  const other = choice.usually(random.below(65_536), random.pick(TUNNEL_PORTS));
  return random.below(4) === 0 ? udp(bytes(header, frame), port, other) : udp(bytes(header, frame), other, port);
}

function ipv4Of(datagram: Bytes, protocol: number, choice: Choice): Bytes {
  const { random } = choice;
  const length = 20 + datagram.length;
  const totalLength = choice.usually(length, 0, 19, 20, 27, 28, length - 1, length + 7, 65_535);
  const host = () => [10, 0, 0, random.below(5)];
  const destination = choice.usually(host(), [0, 0, 0, 0]);
  const packet = ipv4(datagram, { protocol, source: host(), destination, totalLength });
  if (!choice.isOdd()) return packet;
  const words = random.below(16);
  const options = bytes(packet.subarray(0, 20), fill(Math.max(0, 4 * words - 20), 1), packet.subarray(20));
  options[0] = choice.usually(0x40 | words, random.below(256));
  if (random.below(4) > 0) options.set(u16(Math.min(65_535, options.length)), 2);
  return options;
}

function ipv6Of(datagram: Bytes, protocol: number, choice: Choice): Bytes {
  const { length } = datagram;
  const payloadLength = choice.usually(length, 0, 1, 7, 8, length - 1, length + 9, 65_535);
  const next = choice.usually(protocol, 0, 43, 44, 60, 59, 51);
  return ipv6(next === protocol ? datagram : bytes(protocol, 0, fill(6), datagram), next, Math.max(0, payloadLength));
}

function udpOf(payload: Bytes, choice: Choice): Bytes {
  const { random } = choice;
  const port = () =>
    choice.usually(5060, 4000, 0, 65_535, random.pick(TUNNEL_PORTS), random.pick(NAMED_PORTS), random.below(65_536));
  const length = 8 + payload.length;
  return udp(payload, port(), port(), choice.usually(length, length - 1, length + 1, 0, 1, 7, 8, 9, 65_535));
}

function payloadOf(text: string, choice: Choice): Bytes {
  const { random } = choice;
  switch (random.pick(['sip', 'sip', 'sip', choice.usually('rtp', 'led', 'cut', 'noise')])) {
    case 'rtp':
      return bytes(
        choice.usually(0x80, 0xa3, 0xbf, 0xc0, 0x7f),
        random.pick([0, 8, 127, 191, 192, 200, 223, 224]),
        fill(choice.usually(30, random.below(12), 5, 6, 7, 9, 10)),
      );
    case 'led':
      return bytes(random.pick(['', '\r\n', '\r\n\r\n', '\0\0', ' ', '\n']), random.pick(['', text]));
    case 'cut':
      return bytes(text.slice(0, random.below(40)));
    case 'noise':
      return choice.noise(40);
  }
  return bytes(text);
}

function fragment(text: string, random: Random): Bytes {
  const half = 8 * Math.floor((text.length + 8) / 16);
  const datagram = udp(text);
  const isFirst = random.below(2) === 0;
  const options = { id: random.below(4), offset: isFirst ? 0 : half, more: isFirst };
  return ipv4(isFirst ? datagram.subarray(0, half) : datagram.subarray(half), options);
}
