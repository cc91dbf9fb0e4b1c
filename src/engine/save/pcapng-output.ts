/** A pcapng: it holds packets of any link type. */
import { PcapngWriter } from '../../capture/formats/pcapng-writer.js';
import type { FormatWriter } from './format-writer.js';
import { writePackets } from './packet-output.js';

export const writePcapng: FormatWriter = async (index, ids, out) => {
  const writer = new PcapngWriter();
  await out.write(writer.sectionHeader());
  return writePackets(index, ids, async ({ linkType, timeUs, bytes, start, end, originalLength }) => {
    await out.write(writer.packet(linkType, timeUs, bytes, start, end, originalLength));
    return null;
  });
};
