/**
 * The common way from a packet to a message: Ethernet (or a Linux cooked capture, or none), tunnels, IPv4 or IPv6, UDP, SIP or RTP. Whatever else there is,
 * src/decode/ takes: the answer is then "not mine", and nothing was changed.
 */
import {
  NAMED_PORTS,
  NAMED_PORTS_COUNT,
  TUNNEL_PORTS,
  TUNNEL_PORTS_COUNT,
  VXLAN_PORTS,
  VXLAN_PORTS_COUNT,
} from '../built/packets';
import { carried } from '../conversations/add';
import { isCertainlySip } from '../scan/probe';
import { ipPayload, limit, missing, networkLayer, openPacket, protocol, stop, word } from './layers';
import { NOT_SIMPLE, takeSegment } from './segment';
import { insideGre, insideIpv4, insideIpv6, insideVxlan, leaveTunnels, numberOfTunnels } from './tunnels';

/** Protocols that an IP header names. */
const IPV4: u8 = 4;
const TCP: u8 = 6;
const UDP: u8 = 17;
const IPV6: u8 = 41;
const GRE: u8 = 47;

/** What a packet carries; segment.ts has more. */
export const NOT_MINE: i32 = NOT_SIMPLE;
export const SIP: i32 = 1;
export const RTP: i32 = 2;
export const RTCP: i32 = 3;
/** Of a datagram: another packet. */
const VXLAN: i32 = 4;

/** Of the packet looked at last, if it is SIP: its bytes. `carried` has its ends. */
export let messageStart: usize = 0;
export let messageEnd: usize = 0;

/** First byte of VXLAN that has a network identifier and nothing else. */
const VXLAN_FLAGS: u8 = 8;

/** By port: bits of what a datagram to or from it may be. */
const ports: usize = memory.data(65536, 8);
const TUNNEL: u8 = 1;
const NAMED: u8 = 2;
const OF_VXLAN: u8 = 4;

export function beginPorts(): void {
  for (let at = 0; at < TUNNEL_PORTS_COUNT; at++) mark(load<u16>(TUNNEL_PORTS + (at << 1)), TUNNEL);
  for (let at = 0; at < NAMED_PORTS_COUNT; at++) mark(load<u16>(NAMED_PORTS + (at << 1)), NAMED);
  for (let at = 0; at < VXLAN_PORTS_COUNT; at++) mark(load<u16>(VXLAN_PORTS + (at << 1)), OF_VXLAN);
}

function mark(port: usize, bit: u8): void {
  store<u8>(ports + port, load<u8>(ports + port) | bit);
}

/** What the packet captured at [start, end) carries. @param cut Bytes of it that were on the wire and not captured. */
export function look(start: usize, end: usize, cut: u32, linkType: i32): i32 {
  openPacket(end, cut);
  leaveTunnels();
  let at = networkLayer(start, linkType);
  while (at !== 0) {
    const payload = ipPayload(at);
    if (payload === 0) return NOT_MINE;
    switch (protocol) {
      case UDP: {
        const kind = udp(payload);
        if (kind !== VXLAN) return kind;
        at = insideVxlan(payload + 8);
        break;
      }
      case GRE:
        at = insideGre(payload);
        break;
      case IPV4:
        at = insideIpv4(payload);
        break;
      case IPV6:
        at = insideIpv6(payload);
        break;
      case TCP:
        return takeSegment(payload, start);
      default:
        return NOT_MINE;
    }
  }
  return NOT_MINE;
}

/** What a UDP datagram (RFC 768) holds. */
function udp(at: usize): i32 {
  if (at + 8 > stop) return NOT_MINE;
  const source = word(at);
  const destination = word(at + 2);
  const length = word(at + 4);
  // 0 means a jumbogram (RFC 2675), or a card with segmentation offload.
  if (length >= 8) limit(at, length);
  const payload = at + 8;
  if (payload >= stop) return NOT_MINE;
  const first = load<u8>(payload);
  if (first >= 0x80) return media(payload, source, destination);
  if (first === VXLAN_FLAGS) return isVxlan(source, destination) ? VXLAN : NOT_MINE;
  if (!isCertainlySip(payload, stop)) return NOT_MINE;
  carried.sourcePort = source;
  carried.destinationPort = destination;
  carried.missing = missing;
  carried.tunnel = numberOfTunnels();
  messageStart = payload;
  messageEnd = stop;
  return SIP;
}

/** RTP or RTCP, told apart by the packet type (RFC 5761 section 4); src/decode/network/datagram-name.ts is the same for all. */
function media(at: usize, source: u32, destination: u32): i32 {
  const length = stop - at;
  if (load<u8>(at) >= 0xc0 || length < 8) return NOT_MINE;
  const marks = load<u8>(ports + source) | load<u8>(ports + destination);
  if ((marks & TUNNEL) !== 0) return NOT_MINE;
  const type = load<u8>(at, 1);
  if (type >= 192 && type <= 223) return RTCP;
  if (length < 12) return NOT_MINE;
  return (marks & NAMED) !== 0 ? NOT_MINE : RTP;
}

/** The port a datagram is sent to says first what is in it, as in src/decode/network/udp.ts. */
function isVxlan(source: u32, destination: u32): bool {
  const marks = load<u8>(ports + destination);
  return ((marks & TUNNEL) !== 0 ? marks & OF_VXLAN : load<u8>(ports + source) & OF_VXLAN) !== 0;
}
