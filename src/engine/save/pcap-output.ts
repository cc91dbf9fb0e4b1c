/** A pcap: it holds packets of one link type only, that of the first. */
import { pcapFileHeader, pcapRecord } from '../../capture/formats/pcap-writer.js';
import type { FormatWriter } from './format-writer.js';
import { writePackets } from './packet-output.js';

export const writePcap: FormatWriter = async (index, ids, out) => {
  let fileLinkType: number | undefined;
  return writePackets(index, ids, async ({ linkType, timeUs, bytes, start, end, originalLength }) => {
    if (fileLinkType === undefined) await out.write(pcapFileHeader(linkType));
    fileLinkType ??= linkType;
    if (linkType !== fileLinkType)
      return `these packets have different link types (${fileLinkType} and ${linkType}), which a pcap cannot hold; save as .pcapng`;
    await out.write(pcapRecord(timeUs, bytes, start, end, originalLength));
    return null;
  });
};
