/**
 * The common way from a packet to a message: Ethernet (or a Linux cooked capture, or none), IPv4 or IPv6, UDP, SIP or RTP. Whatever else there is, src/decode/
 * takes: the answer is then "not mine", and nothing was changed.
 */
import { NAMED_PORTS, NAMED_PORTS_COUNT, TUNNEL_PORTS, TUNNEL_PORTS_COUNT } from '../built/packets';
import { carried } from '../conversations/add';
import { isCertainlySip } from '../scan/probe';

/** LINKTYPE_ values (https://www.tcpdump.org/linktypes.html). */
const ETHERNET: i32 = 1;
const RAW_IP: i32 = 101;
const LINUX_SLL: i32 = 113;
const LINUX_SLL2: i32 = 276;
const UDP: u8 = 17;

/** What a packet carries. */
export const NOT_MINE: i32 = 0;
export const SIP: i32 = 1;
export const RTP: i32 = 2;
export const RTCP: i32 = 3;

/** Of the packet looked at last, if it is SIP: its bytes. `carried` has its ends. */
export let messageStart: usize = 0;
export let messageEnd: usize = 0;

/** By port: bits of what a datagram to or from it may be. */
const ports: usize = memory.data(65536, 8);
const TUNNEL: u8 = 1;
const NAMED: u8 = 2;

export function beginPorts(): void {
  for (let at = 0; at < TUNNEL_PORTS_COUNT; at++) mark(load<u16>(TUNNEL_PORTS + (at << 1)), TUNNEL);
  for (let at = 0; at < NAMED_PORTS_COUNT; at++) mark(load<u16>(NAMED_PORTS + (at << 1)), NAMED);
}

function mark(port: usize, bit: u8): void {
  store<u8>(ports + port, load<u8>(ports + port) | bit);
}

/** Where the captured bytes that belong to the layer end, and how many more were on the wire. */
let stop: usize = 0;
let missing: u32 = 0;

/** What the packet captured at [start, end) carries. @param cut Bytes of it that were on the wire and not captured. */
export function look(start: usize, end: usize, cut: u32, linkType: i32): i32 {
  stop = end;
  missing = cut;
  const ip = networkLayer(start, end, linkType);
  if (ip === 0 || ip + 1 > end) return NOT_MINE;
  const version = load<u8>(ip) >>> 4;
  const payload = version === 4 ? ipv4(ip) : version === 6 ? ipv6(ip) : 0;
  return payload === 0 ? NOT_MINE : udp(payload);
}

/** Where the IP header is; 0 where there is none, or another header. */
function networkLayer(at: usize, end: usize, linkType: i32): usize {
  if (linkType === RAW_IP) return at;
  if (linkType === LINUX_SLL) return at + 16 <= end ? behindEtherType(at + 14, end) : 0;
  // SLL2 begins with its EtherType, and 18 bytes stand between that and the payload: VLAN tags are for others.
  if (linkType === LINUX_SLL2) return at + 20 < end && isIp(word(at), at + 20) ? at + 20 : 0;
  return linkType === ETHERNET && at + 14 <= end ? behindEtherType(at + 12, end) : 0;
}

/** Behind the EtherType at `at` and VLAN tags (IEEE 802.1Q, 802.1ad): where IP is; 0 where something else is. */
function behindEtherType(at: usize, end: usize): usize {
  let type = word(at);
  at += 2;
  while (isVlan(type)) {
    if (at + 4 > end) return 0;
    type = word(at + 2);
    at += 4;
  }
  return at < end && isIp(type, at) ? at : 0;
}

/** Whether the EtherType is that of the IP version of the header at `at`. */
function isIp(etherType: u32, at: usize): bool {
  const version = load<u8>(at) >>> 4;
  return etherType === 0x0800 ? version === 4 : etherType === 0x86dd && version === 6;
}

function isVlan(etherType: u32): bool {
  return (
    etherType === 0x8100 || etherType === 0x88a8 || etherType === 0x9100 || etherType === 0x9200 || etherType === 0x9300
  );
}

/** Where the payload of an IPv4 packet (RFC 791) is that is UDP and no fragment; 0 for another. */
function ipv4(at: usize): usize {
  if (at + 20 > stop) return 0;
  const headerLength = (<usize>(load<u8>(at) & 15)) << 2;
  if (headerLength < 20 || at + headerLength > stop) return 0;
  if (load<u8>(at, 9) !== UDP || (word(at + 6) & 0x3fff) !== 0) return 0;
  const totalLength = word(at + 2);
  // Network cards with segmentation offload leave 0 here.
  if (<usize>totalLength >= headerLength) limit(at, totalLength);
  carried.source = at + 12;
  carried.destination = at + 16;
  carried.addressLength = 4;
  return at + headerLength;
}

/** The same for IPv6 (RFC 8200) without extension headers. */
function ipv6(at: usize): usize {
  if (at + 40 > stop || load<u8>(at, 6) !== UDP) return 0;
  const length = word(at + 4);
  if (length > 0) limit(at + 40, length);
  carried.source = at + 8;
  carried.destination = at + 24;
  carried.addressLength = 16;
  return at + 40;
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
  if (!isCertainlySip(payload, stop)) return NOT_MINE;
  carried.sourcePort = source;
  carried.destinationPort = destination;
  carried.missing = missing;
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

/** Limits the layer to `length` bytes from `from`; the bytes of them that were not captured are `missing`. */
function limit(from: usize, length: u32): void {
  const end = from + length;
  if (end <= stop) {
    stop = end;
    missing = 0;
  } else missing = <u32>(end - stop);
}

/** A number of 16 bits, most significant byte first. */
function word(at: usize): u32 {
  return bswap<u16>(load<u16>(at));
}
