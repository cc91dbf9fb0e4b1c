/**
 * The packets that carried some messages, as pcap or pcapng: each once, in order of time. A pcap holds one link type only.
 */
import type { Packet } from '../../capture/packet.js';
import { pcapFileHeader, pcapRecord } from '../../capture/formats/pcap-writer.js';
import { PcapngWriter } from '../../capture/formats/pcapng-writer.js';
import type { CaptureIndex } from '../capture-index.js';
import { type OutputFile, pauses } from './output-file.js';

/** A packet to be written: where it is and when it was captured. */
interface Place {
  file: number;
  recordOffset: number;
  timeUs: number;
}

/** Writes every packet once; returns how many, or a sentence why not. */
export async function writePackets(
  index: CaptureIndex,
  ids: number[],
  format: 'pcap' | 'pcapng',
  out: OutputFile,
): Promise<number | string> {
  const places = await placesOf(index, ids);
  const writer = new PcapngWriter();
  let linkType: number | undefined;
  let written = 0;
  const pause = pauses();
  if (format === 'pcapng') await out.write(writer.sectionHeader());
  for (const place of places) {
    const packet = index.files.packetAt(place.file, place.recordOffset);
    if (!packet) continue;
    if (format === 'pcap' && linkType === undefined) await out.write(pcapFileHeader(packet.linkType));
    linkType ??= packet.linkType;
    if (format === 'pcap' && packet.linkType !== linkType)
      return `these packets have different link types (${linkType} and ${packet.linkType}), which a pcap cannot hold; save as .pcapng`;
    await out.write(format === 'pcap' ? asPcap(packet) : asPcapng(writer, packet));
    written++;
    await pause();
  }
  if (format === 'pcap' && linkType === undefined) await out.write(pcapFileHeader(1));
  return written;
}

function asPcap({ timeUs, bytes, start, end, originalLength }: Packet): Uint8Array {
  return pcapRecord(timeUs, bytes, start, end, originalLength);
}

function asPcapng(writer: PcapngWriter, { linkType, timeUs, bytes, start, end, originalLength }: Packet): Uint8Array {
  return writer.packet(linkType, timeUs, bytes, start, end, originalLength);
}

/** Where the packets lie, each once, in order of time. Of a message in several packets, each counts by its own time. */
async function placesOf(index: CaptureIndex, ids: number[]): Promise<Place[]> {
  const { conversations, reader, files } = index;
  const places = new Map<string, Place>();
  const pause = pauses();
  for (const id of ids) {
    const packets = reader.packetsOf(id);
    for (const { file, recordOffset } of packets) {
      const key = `${file}:${recordOffset}`;
      if (file === 0 || places.has(key)) continue;
      const ownTime = packets.length > 1 ? files.packetAt(file, recordOffset)?.timeUs : undefined;
      places.set(key, { file, recordOffset, timeUs: ownTime ?? conversations.messages.timeUs.get(id) });
    }
    await pause();
  }
  return Array.from(places.values()).sort((a, b) => a.timeUs - b.timeUs);
}
