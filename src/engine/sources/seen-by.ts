/**
 * What captured a message, where that is a question: the source where there are several, and the interface where its
 * packet tells, as those of `-i any` do (LINKTYPE_LINUX_SLL2).
 */
import { interfaceName } from '../../live/devices.js';
import type { MessageId } from '../../model/ids.js';
import type { CaptureIndex } from '../capture-index.js';

/**
 * https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html: the index of the interface, big-endian, after four bytes.
 */
const SLL2 = 276;
const INDEX_OFFSET = 4;

/** "eth1", "office.pcap", "sbc:any interface 2"; null where neither source nor packet says anything. */
export function seenBy({ conversations, files, sources }: CaptureIndex, id: MessageId): string | null {
  const { messages } = conversations;
  const source = sources.get(messages.origin.get(id));
  const name = source && sources.size > 1 ? source.source.name.replace(/^.*\/(?=.)/, '') : null;
  const packet = files.packetAt(messages.file.get(id), messages.recordOffset.get(id));
  if (packet?.linkType === SLL2 && packet.end - packet.start >= INDEX_OFFSET + 4) {
    const { buffer, byteOffset } = packet.bytes;
    const index = new DataView(buffer, byteOffset).getUint32(packet.start + INDEX_OFFSET);
    // Only a live capture on this machine has indexes whose names we know.
    const own = source?.input?.kind === 'device' ? interfaceName(index) : null;
    return own ?? (name === null ? `interface ${index}` : `${name} interface ${index}`);
  }
  return name;
}
