/** The writer of every format: one that is missing does not compile. */
import type { FormatName } from '../../model/formats.js';
import type { FormatWriter } from './format-writer.js';
import { writePcap } from './pcap-output.js';
import { writePcapng } from './pcapng-output.js';
import { writeText } from './text-output.js';

export const WRITERS: Readonly<Record<FormatName, FormatWriter>> = {
  pcap: writePcap,
  pcapng: writePcapng,
  txt: writeText,
};
