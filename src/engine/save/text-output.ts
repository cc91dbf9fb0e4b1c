/**
 * Messages as text: a line with time and addresses before each, as sngrep saves them, then its bytes. Of a character that
 * a terminal acts on, each byte becomes a dot, as in a hex dump: the file can be looked at, and lengths stay right. Where nobody told the time, the
 * line begins with the addresses.
 */
import { decodeText } from '../../bytes/text.js';
import { inertLines, isInert } from '../../format/acting.js';
import { localTime } from '../../format/times.js';
import { pauses } from './output-file.js';
import type { FormatWriter } from './format-writer.js';

const EMPTY_LINE = new TextEncoder().encode('\n\n');

export const writeText: FormatWriter = async (index, ids, out) => {
  const { reader, clock } = index;
  const { messages, endpoints } = index.conversations;
  const encoder = new TextEncoder();
  const pause = pauses();
  for (const reread of reader.ahead().read(ids)) {
    const { id } = reread;
    const time = localTime(messages.timeUs.get(id), clock.dated(id)).replace(/-/g, '/');
    const source = endpoints.format(messages.source.get(id)) ?? '?';
    const destination = endpoints.format(messages.destination.get(id)) ?? '?';
    const heading = `${time} ${source} -> ${destination}\n`.trimStart();
    const bytes = reader.check(reread);
    const body = 'gone' in bytes ? encoder.encode(`(${bytes.gone})`) : inert(bytes);
    await out.write(encoder.encode(heading), body, EMPTY_LINE);
    await pause();
  }
  return ids.length;
};

/** A character of UTF-8 among bytes that are none, each byte a character. */
const SEQUENCE = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g;

function inert(bytes: Uint8Array): Uint8Array {
  const text = decodeText(bytes);
  // Text that is no UTF-8 was decoded as Latin-1, a character a byte.
  const isUtf8 = Buffer.byteLength(text) === bytes.length;
  const shown = isUtf8 ? inertLines(text, character => dots(Buffer.byteLength(character))) : inertLatin1(text);
  return shown === text ? bytes : Buffer.from(shown, isUtf8 ? 'utf8' : 'latin1');
}

/** A terminal would find the UTF-8 in it all the same. */
function inertLatin1(text: string): string {
  const found = (sequence: string) => Buffer.from(sequence, 'latin1').toString();
  const without = text.replace(SEQUENCE, bytes => (isInert(found(bytes)) ? bytes : dots(bytes.length)));
  return inertLines(without, () => '.');
}

function dots(count: number): string {
  return '.'.repeat(count);
}
