/**
 * Captures to mutate: the messages of a sample in every layer there is, in fragments, and reported over HEP. They are
 * pcap files in memory, the same every time.
 */
import { readFileSync } from 'node:fs';
import { pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { type Bytes, bytes, ethernet, ipv4, tcp } from '../decode/wire.js';
import { fragments, LINKS, REPORTS, TUNNELS, udpParts } from '../decode/wraps.js';

export interface Composed {
  origin: string;
  bytes: Uint8Array;
}

/** Headers of a little-endian pcap and of its records. */
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET_HEADER = 14;
/** Enough for a call; the media after it finds no more. */
const MAX_PACKETS = 24;
const LINK_ETHERNET = 1;
const LINK_RAW = 101;

export function wrappedCaptures(sample: string): Composed[] {
  const packets = ipPackets(readFileSync(sample));
  const raw = (name: string, made: readonly (Bytes | undefined)[]): Composed => ({
    origin: `${name} of ${sample}`,
    bytes: pcap(
      LINK_RAW,
      made.filter(packet => packet !== undefined),
    ),
  });
  return [
    ...Object.entries(LINKS).map(([name, link]) => {
      const frames = packets.map(link);
      return {
        origin: `${name} of ${sample}`,
        bytes: pcap(
          frames[0]?.linkType ?? LINK_RAW,
          frames.map(frame => frame.bytes),
        ),
      };
    }),
    ...Object.entries(TUNNELS).map(([name, tunnel]) => raw(name, packets.map(tunnel))),
    ...Object.entries(REPORTS).map(([name, report]) => raw(name, packets.map(report))),
    raw(
      'fragments',
      packets.flatMap((ip, at) => fragments(ip, 256, at + 1, at % 3 === 0 ? 64 : 0)),
    ),
    { origin: `HEP 3 over TCP of ${sample}`, bytes: pcap(LINK_ETHERNET, hepStream(packets)) },
  ];
}

/** The IP packets of an Ethernet pcap. */
function ipPackets(file: Buffer): Bytes[] {
  const packets: Bytes[] = [];
  for (let at = FILE_HEADER; at + RECORD_HEADER <= file.length && packets.length < MAX_PACKETS; ) {
    const length = file.readUInt32LE(at + 8);
    const start = at + RECORD_HEADER;
    if (file.readUInt16BE(start + 12) === 0x0800)
      packets.push(Uint8Array.from(file.subarray(start + ETHERNET_HEADER, start + length)));
    at = start + length;
  }
  return packets;
}

/** HEP reports one after the other in a TCP stream, cut where they happen to be. */
function hepStream(packets: readonly Bytes[]): Bytes[] {
  const reports = packets.flatMap(ip => {
    const report = REPORTS['HEP 3']?.(ip);
    const payload = report && udpParts(report)?.payload;
    return payload ? [payload] : [];
  });
  const stream = bytes(...reports);
  const segments: Bytes[] = [];
  for (let from = 0; from < stream.length; from += 1000) {
    const payload = stream.slice(from, from + 1000);
    const options = { source: 40_000, destination: 9060, sequence: 1 + from, acknowledgement: 1, flags: 'PA' };
    segments.push(ethernet(ipv4(tcp(payload, options), { protocol: 6 })));
  }
  return segments;
}

function pcap(linkType: number, packets: readonly Bytes[]): Uint8Array {
  return bytes(
    pcapHeader({ network: linkType }),
    ...packets.map((packet, at) => pcapRecordBytes({}, 1_700_000_000 + at, 0, packet)),
  );
}
