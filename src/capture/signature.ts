/**
 * Detects formats by their first bytes. Formats that are not read are named too, with the command that converts them.
 */
import { pcapFormat, type PcapFormat } from './formats/pcap-format.js';
import { netmonVersion } from './formats/netmon-format.js';
import { snoopLinkType } from './formats/snoop.js';
import type { Packing } from './unpack.js';

/** Enough bytes to identify every binary format. */
export const SIGNATURE_LENGTH = 24;

export type Signature =
  | { kind: 'pcap'; format: PcapFormat }
  | { kind: 'pcapng' }
  | { kind: 'snoop'; linkType: number }
  /** Network Monitor 1 or 2; the version is in the file header. */
  | { kind: 'netmon' }
  | { kind: 'packed'; packing: Packing }
  /** `what` continues "is …": "a zip archive"; `remedy` is what to do. */
  | { kind: 'other'; what: string; remedy: string }
  /** A capture format whose file header is incomplete. */
  | { kind: 'short'; what: string }
  | { kind: 'text' }
  | { kind: 'unknown' };

/** What turns a format of Wireshark's into one that is read. */
export const CONVERT = 'convert it with: editcap -F pcapng IN OUT';
/** Formats that are recognised but not read. */
const OTHERS: readonly { magic: string; what: string; remedy: string }[] = [
  { magic: 'TRSNIFF data', what: 'a Sniffer capture', remedy: CONVERT },
  { magic: 'XCP\0', what: 'a NetXRay or Windows Sniffer capture', remedy: CONVERT },
  { magic: 'VL\0\0', what: 'an old NetXRay capture', remedy: CONVERT },
  { magic: 'ObserverPktBuff', what: 'a Network Instruments Observer capture', remedy: CONVERT },
  { magic: '\x7fver', what: 'an EtherPeek or OmniPeek capture', remedy: CONVERT },
  { magic: '\xaa\xaa\xaa\xaa', what: 'an Accellent 5Views capture', remedy: CONVERT },
  { magic: '\x01\x10\x4c\0', what: 'a Novell LANalyzer capture', remedy: CONVERT },
  { magic: 'TR\0d\0', what: 'an HP-UX nettl capture', remedy: CONVERT },
  { magic: '\x05VNF', what: 'a Visual Networks capture', remedy: CONVERT },
  { magic: 'iptrace ', what: 'an AIX iptrace capture', remedy: CONVERT },
  { magic: '\x42\xd2\0\x34\x12\x66\x22\x88', what: 'a RADCOM capture', remedy: CONVERT },
  { magic: '+---------+-----------', what: 'a Tektronix K12 text', remedy: CONVERT },
  { magic: '\0\0\x02\0\x12\x05\0\x10', what: 'a Tektronix K12 rf5 capture', remedy: CONVERT },
  { magic: 'btsnoop\0', what: 'a Bluetooth capture (btsnoop)', remedy: 'SIP is not carried in it' },
  { magic: 'EyeSDN', what: 'an EyeSDN capture of ISDN', remedy: 'SIP is not carried in it' },
  { magic: 'Session Transcript', what: 'a Catapult DCT2000 trace', remedy: CONVERT },
  { magic: 'cpse', what: 'a Colasoft Capsa capture', remedy: CONVERT },
  { magic: '\x1c\0\x01\xac', what: 'an Ixia IxVeriWave capture', remedy: CONVERT },
  { magic: '\xac\x01\0\x1c', what: 'an Ixia capture (lcap)', remedy: CONVERT },
  { magic: '\xab\x01\0\x1c', what: 'an Ixia capture (lcap)', remedy: CONVERT },
  { magic: '\xfd7zXZ\0', what: 'packed with xz', remedy: 'unpack it first: xz -dk FILE' },
  { magic: 'BZh', what: 'packed with bzip2', remedy: 'unpack it first: bzip2 -dk FILE' },
  { magic: '\x04\x22\x4d\x18', what: 'packed with lz4', remedy: 'unpack it first: lz4 -d FILE' },
  { magic: '\x02\x21\x4c\x18', what: 'packed with lz4', remedy: 'unpack it first: lz4 -d FILE' },
  { magic: '\x5d\0\0', what: 'packed with lzma', remedy: 'unpack it first: xz -dk --format=lzma FILE' },
  { magic: 'LZIP', what: 'packed with lzip', remedy: 'unpack it first: lzip -dk FILE' },
  { magic: '\x89LZO', what: 'packed with lzop', remedy: 'unpack it first: lzop -d FILE' },
  { magic: '\xff\x06\0\0sNaPpY', what: 'packed with snappy', remedy: 'unpack it first' },
  { magic: '\x1f\x9d', what: 'packed with compress', remedy: 'unpack it first: uncompress FILE' },
  { magic: '\x1f\xa0', what: 'packed with compress', remedy: 'unpack it first: uncompress FILE' },
  { magic: 'PK\x03\x04', what: 'a zip archive', remedy: 'unpack it first: unzip FILE' },
  { magic: 'PK\x05\x06', what: 'a zip archive without files', remedy: 'there is nothing to read' },
  { magic: '7z\xbc\xaf\x27\x1c', what: 'a 7-Zip archive', remedy: 'unpack it first: 7z x FILE' },
  { magic: 'Rar!', what: 'a RAR archive', remedy: 'unpack it first: unrar x FILE' },
  { magic: 'MSCF', what: 'a cabinet archive', remedy: 'unpack it first: cabextract FILE' },
  { magic: '!<arch>', what: 'an ar archive or a Debian package', remedy: 'unpack it first: ar x FILE' },
  { magic: '%PDF-', what: 'a PDF document', remedy: 'give the capture or the log it was made from' },
  { magic: '\x89PNG', what: 'a picture', remedy: 'give the capture or the log it shows' },
  { magic: '\xff\xd8\xff', what: 'a picture', remedy: 'give the capture or the log it shows' },
  { magic: 'RIFF', what: 'a sound file', remedy: 'give the capture it was made from' },
  { magic: 'SQLite format 3', what: 'an SQLite database', remedy: 'export the messages as text, or as pcap' },
  { magic: '\x7fELF', what: 'a program', remedy: 'give a capture' },
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
  if (isZstd(head)) return { kind: 'packed', packing: 'zstd' };
  const version = netmonVersion(head);
  if (version === 1 || version === 2) return { kind: 'netmon' };
  if (version !== undefined)
    return { kind: 'other', what: `a Network Monitor capture of version ${version}`, remedy: CONVERT };
  const short = CAPTURE_MAGICS.find(entry => head.startsWith(entry.magic));
  if (short !== undefined) return { kind: 'short', what: short.what };
  const other = OTHERS.find(entry => head.startsWith(entry.magic));
  if (other !== undefined) return { kind: 'other', what: other.what, remedy: other.remedy };
  if (isTar(bytes)) return { kind: 'other', what: 'a tar archive', remedy: 'unpack it first: tar -xf FILE' };
  return { kind: bytes.length > 0 && isText(bytes) ? 'text' : 'unknown' };
}

/** A frame of zstd (RFC 8878), or one to be skipped before it. */
function isZstd(head: string): boolean {
  return head.startsWith('\x28\xb5\x2f\xfd') || /^[\x50-\x5f]\x2a\x4d\x18/.test(head);
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
