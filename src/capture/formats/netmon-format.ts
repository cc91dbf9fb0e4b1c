/**
 * The file header of Microsoft Network Monitor captures, and what it says of the frames. Versions 1 ("RTSS") and 2 ("GMBU")
 * differ in the header of a frame; versions 2.1 to 2.3 add a trailer that tells the frame's network. All is
 * little-endian. The format is described in the help of Network Monitor 3.4, "Capture File Format".
 */
import { NO_TIME } from '../../model/times.js';

export const NETMON_FILE_HEADER = 128;

/** Networks that libpcap knows have its LINKTYPE_ value after this. */
const PCAP_NETWORKS = 0xe000;
/** From here on, frames are notes of the program itself: its filter, names it resolved. They are no packets. */
const FIRST_NOTE = 0xffe0;
/** Frames begin with a header of radio values, whose length is at offset 1. */
export const NETMON_80211 = 6;

/** Network types and their LINKTYPE_ values; NDIS media types, some of them with another meaning. */
const LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [0, 1], // not told: VPN adapters, with Ethernet headers
  [1, 1], // Ethernet
  [2, 6], // token ring
  [3, 10], // FDDI
  [NETMON_80211, 105],
  [7, 101], // tunnel adapters: raw IP
  [8, 101], // wireless WAN: raw IP
  [9, 101], // raw IP
]);
/** Added to a network type without a LINKTYPE_ value: it is reported as undecodable under a number of its own. */
const NETMON_UNMAPPED = 0x20000;

export interface NetmonFormat {
  major: number;
  minor: number;
  network: number;
  /**
   * The beginning, to which frames refer. The file has the local time of the machine that captured and not its zone; as
   * in Wireshark, the zone is taken to be that of here. NO_TIME if there is none.
   */
  startUs: number;
  /** Length of a frame's header. */
  frameHeader: number;
  /** Length of a frame's trailer. */
  trailer: number;
  /** The frame table: the offset of each frame, in 4 bytes. */
  tableOffset: number;
  tableLength: number;
}

/** The version of a Network Monitor capture, by its first bytes; undefined if it is none. */
export function netmonVersion(head: string): number | undefined {
  if (!head.startsWith('GMBU') && !head.startsWith('RTSS')) return undefined;
  return head.charCodeAt(5);
}

/** Reads the file header at `start`; the caller has checked that it is there. */
export function netmonFormat(view: DataView, start: number): NetmonFormat {
  const minor = view.getUint8(start + 4);
  const major = view.getUint8(start + 5);
  return {
    major,
    minor,
    network: view.getUint16(start + 6, true),
    startUs: startOf(view, start + 8),
    frameHeader: major === 1 ? 8 : 16,
    trailer: major === 1 ? 0 : ([0, 2, 6][minor] ?? 15),
    tableOffset: view.getUint32(start + 24, true),
    tableLength: view.getUint32(start + 28, true),
  };
}

/** The LINKTYPE_ value of a network type; undefined if its frames are no packets. */
export function netmonLinkType(network: number): number | undefined {
  if (network >= FIRST_NOTE) return undefined;
  if (network >= PCAP_NETWORKS) return network - PCAP_NETWORKS;
  return LINK_TYPES.get(network) ?? NETMON_UNMAPPED + network;
}

/** A SYSTEMTIME: year, month, day of the week, day, hour, minute, second and millisecond, in 2 bytes each. */
function startOf(view: DataView, at: number): number {
  const field = (index: number) => view.getUint16(at + 2 * index, true);
  const [year, month, day] = [field(0), field(1), field(3)];
  if (year < 1601 || month < 1 || month > 12 || day < 1 || day > 31) return NO_TIME;
  return new Date(year, month - 1, day, field(4), field(5), field(6), field(7)).getTime() * 1000;
}
