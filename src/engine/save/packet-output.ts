/** The packets that carried some messages, for the formats that hold packets: each once, in order of time. */
import type { Packet } from '../../capture/packet.js';
import type { MessageId } from '../../model/ids.js';
import type { CaptureIndex } from '../capture-index.js';
import { pauses } from './output-file.js';

/** A packet to be written: where it is and when it was captured. */
interface Place {
  file: number;
  recordOffset: number;
  /** What packets are ordered by. */
  timeUs: number;
}

/**
 * Hands every packet to `write` once, in order of time. Returns how many, or what `write` answered where that is a sentence: why the
 * file cannot hold the packet.
 */
export async function writePackets(
  index: CaptureIndex,
  ids: readonly MessageId[],
  write: (packet: Packet) => Promise<string | null>,
): Promise<number | string> {
  const places = await placesOf(index, ids);
  let written = 0;
  const pause = pauses();
  for (const place of places) {
    const packet = index.files.packetAt(place.file, place.recordOffset);
    if (!packet) continue;
    const refusal = await write(packet);
    if (refusal !== null) return refusal;
    written++;
    await pause();
  }
  return written;
}

/** Where the packets lie, each once, in order of time. Of a message in several packets, each counts by its own time. */
async function placesOf(index: CaptureIndex, ids: readonly MessageId[]): Promise<Place[]> {
  const { conversations, reader, files } = index;
  const places = new Map<string, Place>();
  const pause = pauses();
  for (const id of ids) {
    const packets = reader.packetsOf(id);
    for (const { file, recordOffset } of packets) {
      const key = `${file}:${recordOffset}`;
      if (file === 0 || places.has(key)) continue;
      const ownTime = packets.length > 1 ? files.packetAt(file, recordOffset)?.timeUs : undefined;
      places.set(key, { file, recordOffset, timeUs: ownTime || conversations.messages.orderUs.get(id) });
    }
    await pause();
  }
  return Array.from(places.values()).sort((a, b) => a.timeUs - b.timeUs);
}
