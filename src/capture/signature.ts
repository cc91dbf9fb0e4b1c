/**
 * Detects formats by their first bytes. Formats that are not read are named too, with the command that converts them.
 */
import { pcapFormat, type PcapFormat } from './formats/pcap-format.js';
import { snoopLinkType } from './formats/snoop.js';
import type { Packing } from './unpack.js';

/** Enough bytes to identify every binary format. */
export const SIGNATURE_LENGTH = 24;

export type Signature =
  | { kind: 'pcap'; format: PcapFormat }
  | { kind: 'pcapng' }
  | { kind: 'snoop'; linkType: number }
  | { kind: 'packed'; packing: Packing }
  /** `what` continues "is …": "a zip archive"; `remedy` is what to do. */
  | { kind: 'other'; what: string; remedy: string }
  /** A capture format whose file header is incomplete. */
  | { kind: 'short'; what: string }
  | { kind: 'text' }
  | { kind: 'unknown' };

const CONVERT = 'convert it with: editcap -F pcapng IN OUT';
const UNPACK = 'unpack it first';

/** Formats that are recognised but not read. */
const OTHERS: readonly { magic: string; what: string; remedy: string }[] = [
  { magic: 'GMBU', what: 'a Microsoft Network Monitor 2 capture', remedy: CONVERT },
  { magic: 'RTSS', what: 'a Microsoft Network Monitor 1 capture', remedy: CONVERT },
  { magic: 'TRSNIFF data', what: 'a Sniffer capture', remedy: CONVERT },
  { magic: 'XCP\0', what: 'a NetXRay capture', remedy: CONVERT },
  { magic: 'ObserverPktBuff', what: 'a Network Instruments Observer capture', remedy: CONVERT },
  { magic: '\x7fver', what: 'an EtherPeek or OmniPeek capture', remedy: CONVERT },
  { magic: '\xaa\xaa\xaa\xaa', what: 'an Accellent 5Views capture', remedy: CONVERT },
  { magic: '\x01\x10\x4c\0', what: 'a Novell LANalyzer capture', remedy: CONVERT },
  { magic: 'TR\0d\0', what: 'an HP-UX nettl capture', remedy: CONVERT },
  { magic: '\x05VNF', what: 'a Visual Networks capture', remedy: CONVERT },
  { magic: 'iptrace ', what: 'an AIX iptrace capture', remedy: CONVERT },
  { magic: '\x42\xd2\0\x34\x12\x66\x22\x88', what: 'a RADCOM capture', remedy: CONVERT },
  { magic: '+---------+-----------', what: 'a Tektronix K12 text', remedy: CONVERT },
  { magic: '\xfd7zXZ\0', what: 'packed with xz', remedy: 'unpack it first: xz -dk FILE' },
  { magic: 'BZh', what: 'packed with bzip2', remedy: 'unpack it first: bzip2 -dk FILE' },
  { magic: '\x04\x22\x4d\x18', what: 'packed with lz4', remedy: 'unpack it first: lz4 -dk FILE' },
  { magic: '\x1f\x9d', what: 'packed with compress', remedy: 'unpack it first: uncompress FILE' },
  { magic: 'PK\x03\x04', what: 'a zip archive', remedy: UNPACK },
  { magic: '7z\xbc\xaf\x27\x1c', what: 'a 7-Zip archive', remedy: UNPACK },
  { magic: 'Rar!', what: 'a RAR archive', remedy: UNPACK },
  {
    magic: 'version https://git-lfs',
    what: 'a Git LFS pointer, not the capture it stands for',
    remedy: 'fetch the file with: git lfs pull',
  },
  { magic: '<?xml', what: 'XML', remedy: 'give the capture it was made from' },
  { magic: '\xff\xfe', what: 'UTF-16 text', remedy: 'turn it into UTF-8 with: iconv -f UTF-16 -t UTF-8' },
  { magic: '\xfe\xff', what: 'UTF-16 text', remedy: 'turn it into UTF-8 with: iconv -f UTF-16 -t UTF-8' },
];

/** For a file shorter than its header: the magics of the formats read. */
const CAPTURE_MAGICS: readonly { magic: string; what: string }[] = [
  { magic: '\xd4\xc3\xb2\xa1', what: 'pcap' },
  { magic: '\xa1\xb2\xc3\xd4', what: 'pcap' },
  { magic: '\x4d\x3c\xb2\xa1', what: 'pcap' },
  { magic: '\xa1\xb2\x3c\x4d', what: 'pcap' },
  { magic: '\x34\xcd\xb2\xa1', what: 'pcap' },
  { magic: '\xa1\xb2\xcd\x34', what: 'pcap' },
  { magic: '\x0a\x0d\x0d\x0a', what: 'pcapng' },
  { magic: 'snoop\0', what: 'snoop' },
];

/** Identifies the format by the beginning of the input; a binary format needs up to SIGNATURE_LENGTH bytes. */
export function signature(bytes: Uint8Array): Signature {
  const format = pcapFormat(bytes, 0, bytes.length);
  if (format !== undefined) return { kind: 'pcap', format };
  const linkType = snoopLinkType(bytes, 0, bytes.length);
  if (linkType !== undefined) return { kind: 'snoop', linkType };
  const head = String.fromCharCode(...bytes.subarray(0, SIGNATURE_LENGTH));
  if (
    head.startsWith('\x0a\x0d\x0d\x0a') &&
    (head.startsWith('\x1a\x2b\x3c\x4d', 8) || head.startsWith('\x4d\x3c\x2b\x1a', 8))
  )
    return { kind: 'pcapng' };
  if (head.startsWith('\x1f\x8b')) return { kind: 'packed', packing: 'gzip' };
  if (head.startsWith('\x28\xb5\x2f\xfd')) return { kind: 'packed', packing: 'zstd' };
  const short = CAPTURE_MAGICS.find(entry => head.startsWith(entry.magic));
  if (short !== undefined) return { kind: 'short', what: short.what };
  const other = OTHERS.find(entry => head.startsWith(entry.magic));
  if (other !== undefined) return { kind: 'other', what: other.what, remedy: other.remedy };
  if (isTar(bytes)) return { kind: 'other', what: 'a tar archive', remedy: UNPACK };
  return bytes.length > 0 && isText(bytes) ? { kind: 'text' } : { kind: 'unknown' };
}

/** tar has its magic after the first file's header fields, at offset 257. */
function isTar(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(257, 262)) === 'ustar';
}

/** Text has no control characters except white space and escape (colours in a log); up to 2 % others are accepted. */
function isText(bytes: Uint8Array): boolean {
  let odd = 0;
  for (const byte of bytes) if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)) odd++;
  return odd * 50 <= bytes.length;
}
