/**
 * The hex dump of tcpdump (-x, -xx, -X, -XX) and tshark (-x). The dump does not say what link type its bytes begin
 * with; that is inferred from them.
 */
const TCPDUMP_LINE = /^\s*0x([0-9a-f]{4,8}):?[ \t]{1,3}(?=[0-9a-f]{2})/;
/** tshark prints the bare offset, and a space after each byte. */
export const TSHARK_LINE = /^([0-9a-f]{4,8}) {2}(?=[0-9a-f]{2} )/;
const SPACE = 0x20;
const TAB = 0x09;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const LETTER_A = 0x61;
const LETTER_F = 0x66;
const MAX_PACKET = 1 << 18;

const LINK_ETHERNET = 1;
const LINK_RAW = 101;
const LINK_NULL = 0;
const LINK_SLL = 113;
const LINK_SLL2 = 276;

export class HexDump {
  private bytes = new Uint8Array(4096);
  private readonly pattern: RegExp;
  length = 0;

  constructor(pattern = TCPDUMP_LINE) {
    this.pattern = pattern;
  }

  /** Reads a line of the dump; false for any other line. */
  line(line: string): boolean {
    const first = line.charCodeAt(0);
    if (first !== TAB && first !== SPACE && digit(first) < 0) return false;
    const match = this.pattern.exec(line);
    if (match === null) return false;
    const offset = Number.parseInt(match[1]!, 16);
    if (offset !== this.length || offset + 16 > MAX_PACKET) return true; // a line is missing: the packet ends before it
    if (offset + 16 > this.bytes.length) this.grow();
    this.readDigits(line, match[0].length, offset + 16);
    return true;
  }

  /** Reads pairs of digits, at most 16 bytes. The text column follows after two spaces and may look like digits. */
  private readDigits(line: string, at: number, limit: number): void {
    while (this.length < limit) {
      const high = digit(line.charCodeAt(at));
      const low = digit(line.charCodeAt(at + 1));
      if (high < 0 || low < 0) return;
      this.bytes[this.length++] = high * 16 + low;
      at += line.charCodeAt(at + 2) === SPACE ? 3 : 2;
    }
  }

  /** Returns a copy of the bytes so far and empties the dump. */
  take(): Uint8Array {
    const bytes = this.bytes.slice(0, this.length);
    this.length = 0;
    return bytes;
  }

  private grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** The value of a hex digit; -1 for any other character. */
function digit(code: number): number {
  if (code >= DIGIT_0 && code <= DIGIT_9) return code - DIGIT_0;
  return code >= LETTER_A && code <= LETTER_F ? code - LETTER_A + 10 : -1;
}

/** The link header a dump begins with, and the offset of the network header after it. */
export interface DumpedLink {
  linkType: number;
  network: number;
}

/**
 * Infers what a dump begins with; undefined if nothing is recognised. `before` is the result for the earlier dumps of
 * the same text: with -xx and -XX all have a link header, with -x and -X none has.
 */
export function dumpedLink(bytes: Uint8Array, before: DumpedLink | undefined): DumpedLink | undefined {
  const raw = before?.linkType !== undefined && before.linkType !== LINK_RAW ? 0 : networkLength(bytes, 0);
  const linked = before?.linkType !== LINK_RAW;
  if (linked) {
    for (const link of LINKS) if (link.fits(bytes) && isIp(bytes, link.network)) return link;
  }
  // A MAC address can look like the start of an IP header, but its length field would not fit.
  if (raw === bytes.length && isIp(bytes, 0)) return RAW;
  if (linked) {
    for (const link of LINKS) if (link.fits(bytes) && link.linkType !== LINK_NULL) return link;
  }
  return raw > 0 && isIp(bytes, 0) ? RAW : undefined;
}

/** IPv4, IPv6, ARP, VLAN and QinQ, MPLS, PPPoE. */
const ETHERTYPES: ReadonlySet<number> = new Set([
  0x0800, 0x86dd, 0x0806, 0x8100, 0x88a8, 0x9100, 0x8847, 0x8848, 0x8863, 0x8864,
]);

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}

const RAW: DumpedLink = { linkType: LINK_RAW, network: 0 };

const LINKS: readonly (DumpedLink & { fits: (bytes: Uint8Array) => boolean })[] = [
  { linkType: LINK_ETHERNET, network: 14, fits: bytes => ETHERTYPES.has(word(bytes, 12)) },
  { linkType: LINK_SLL, network: 16, fits: bytes => word(bytes, 0) <= 4 && ETHERTYPES.has(word(bytes, 14)) },
  { linkType: LINK_SLL2, network: 20, fits: bytes => ETHERTYPES.has(word(bytes, 0)) && word(bytes, 2) === 0 },
  { linkType: LINK_NULL, network: 4, fits: bytes => word(bytes, 0) === 0 || word(bytes, 2) === 0 },
];

/** Whether a plausible IPv4 or IPv6 header starts at `at`. */
function isIp(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] ?? 0;
  if (first >>> 4 === 6) return bytes.length >= at + 40 && networkLength(bytes, at) >= 40;
  return first >>> 4 === 4 && (first & 15) >= 5 && bytes.length >= at + 20 && networkLength(bytes, at) >= 20;
}

/** The length of the IP packet at `at` as in its header; 0 if there is none. */
export function networkLength(bytes: Uint8Array, at: number): number {
  const version = (bytes[at] ?? 0) >>> 4;
  if (version === 4 && at + 4 <= bytes.length) return bytes[at + 2]! * 256 + bytes[at + 3]!;
  if (version === 6 && at + 6 <= bytes.length) return 40 + bytes[at + 4]! * 256 + bytes[at + 5]!;
  return 0;
}
