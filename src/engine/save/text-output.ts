/**
 * Messages as text: a line with time and addresses before each, as sngrep saves them, then its bytes. Of a character that
 * a terminal acts on, each byte becomes a dot, as in a hex dump: the file can be looked at, and lengths stay right. Where nobody told the time, the
 * line begins with the addresses.
 */
import { decodeText } from '../../bytes/text.js';
import { inertLines } from '../../format/acting.js';
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
    await out.write('gone' in bytes ? encoder.encode(`(${bytes.gone})`) : inert(bytes));
    await out.write(encoder.encode('\n\n'));
    await pause();
  }
  return ids.length;
};

function inert(bytes: Uint8Array): Uint8Array {
  const text = decodeText(bytes);
  // Text that is no UTF-8 was decoded as Latin-1, a character a byte.
  const encoding = Buffer.byteLength(text) === bytes.length ? 'utf8' : 'latin1';
  const shown = inertLines(text, character => '.'.repeat(Buffer.byteLength(character, encoding)));
  return shown === text ? bytes : Buffer.from(shown, encoding);
}
