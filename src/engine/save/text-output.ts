/**
 * Messages as text: a line with time and addresses before each, as sngrep saves them, then its exact bytes. Where nobody
 * told the time, the line begins with the addresses.
 */
import { localTime } from '../../format/times.js';
import { pauses } from './output-file.js';
import type { FormatWriter } from './format-writer.js';

export const writeText: FormatWriter = async (index, ids, out) => {
  const { messages, endpoints } = index.conversations;
  const encoder = new TextEncoder();
  const pause = pauses();
  for (const id of ids) {
    const time = localTime(messages.timeUs.get(id), index.clock.dated(id)).replace(/-/g, '/');
    const source = endpoints.format(messages.source.get(id)) ?? '?';
    const destination = endpoints.format(messages.destination.get(id)) ?? '?';
    await out.write(encoder.encode(`${time} ${source} -> ${destination}\n`.trimStart()));
    const bytes = index.reader.bytes(id);
    await out.write('gone' in bytes ? encoder.encode(`(${bytes.gone})`) : bytes);
    await out.write(encoder.encode('\n\n'));
    await pause();
  }
  return ids.length;
};
