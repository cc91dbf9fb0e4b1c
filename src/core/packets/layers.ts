/**
 * From a link layer, or from the inside of a tunnel, to what an IP packet carries. Whatever is rare or wrong is for src/decode/: the answer is then 0.
 */
import { carried } from '../conversations/add';

/** LINKTYPE_ values (https://www.tcpdump.org/linktypes.html). */
const ETHERNET: i32 = 1;
const RAW_IP: i32 = 101;
const LINUX_SLL: i32 = 113;
const LINUX_SLL2: i32 = 276;

/** Where the captured bytes that belong to the layer end, and how many more were on the wire. */
export let stop: usize = 0;
export let missing: u32 = 0;
/** What the IP header read last says of its payload (https://www.iana.org/assignments/protocol-numbers). */
export let protocol: u8 = 0;

/** Begins a packet that ends at `end`. @param cut Bytes of it that were on the wire and not captured. */
export function openPacket(end: usize, cut: u32): void {
  stop = end;
  missing = cut;
}

/** Where the IP header of the packet at `at` is; 0 where there is none, or another header. */
export function networkLayer(at: usize, linkType: i32): usize {
  if (linkType === RAW_IP) return at;
  if (linkType === LINUX_SLL) return at + 16 <= stop ? behindEtherType(word(at + 14), at + 16) : 0;
  // SLL2 begins with its EtherType, and 18 bytes stand between that and the payload: VLAN tags are for others.
  if (linkType === LINUX_SLL2) return at + 20 < stop && isIp(word(at), at + 20) ? at + 20 : 0;
  return linkType === ETHERNET ? behindEthernet(at) : 0;
}

/** Where the IP header of the Ethernet frame at `at` is; 0 where something else is. */
export function behindEthernet(at: usize): usize {
  return at + 14 <= stop ? behindEtherType(word(at + 12), at + 14) : 0;
}

/** Where IP is behind an EtherType, which ends at `at`, and VLAN tags (IEEE 802.1Q, 802.1ad); 0 where something else is. */
export function behindEtherType(type: u32, at: usize): usize {
  while (isVlan(type)) {
    if (at + 4 > stop) return 0;
    type = word(at + 2);
    at += 4;
  }
  return at < stop && isIp(type, at) ? at : 0;
}

/** Whether the EtherType is that of the IP version of the header at `at`. */
function isIp(etherType: u32, at: usize): bool {
  const version = versionAt(at);
  return etherType === 0x0800 ? version === 4 : etherType === 0x86dd && version === 6;
}

function isVlan(etherType: u32): bool {
  return (
    etherType === 0x8100 || etherType === 0x88a8 || etherType === 0x9100 || etherType === 0x9200 || etherType === 0x9300
  );
}

/** The version of the IP header at `at`; 0 where no byte is left. */
export function versionAt(at: usize): u32 {
  return at < stop ? load<u8>(at) >>> 4 : 0;
}

/** Where the payload of the IP packet at `at` is, and what `protocol` says it is; 0 for a fragment, or one that cannot be read. */
export function ipPayload(at: usize): usize {
  const version = versionAt(at);
  return version === 4 ? ipv4(at) : version === 6 ? ipv6(at) : 0;
}

/** IPv4 (RFC 791). */
function ipv4(at: usize): usize {
  if (at + 20 > stop) return 0;
  const headerLength = (<usize>(load<u8>(at) & 15)) << 2;
  if (headerLength < 20 || at + headerLength > stop) return 0;
  if ((word(at + 6) & 0x3fff) !== 0) return 0;
  protocol = load<u8>(at, 9);
  const totalLength = word(at + 2);
  // Network cards with segmentation offload leave 0 here.
  if (<usize>totalLength >= headerLength) limit(at, totalLength);
  carried.source = at + 12;
  carried.destination = at + 16;
  carried.addressLength = 4;
  return at + headerLength;
}

/** The same for IPv6 (RFC 8200): extension headers are protocols that nobody here knows. */
function ipv6(at: usize): usize {
  if (at + 40 > stop) return 0;
  protocol = load<u8>(at, 6);
  const length = word(at + 4);
  if (length > 0) limit(at + 40, length);
  carried.source = at + 8;
  carried.destination = at + 24;
  carried.addressLength = 16;
  return at + 40;
}

/** Limits the layer to `length` bytes from `from`; the bytes of them that were not captured are `missing`. */
export function limit(from: usize, length: u32): void {
  const end = from + length;
  if (end <= stop) {
    stop = end;
    missing = 0;
  } else missing = <u32>(end - stop);
}

/** A number of 16 bits, most significant byte first. */
export function word(at: usize): u32 {
  return bswap<u16>(load<u16>(at));
}
