/**
 * A mail, a ticket, any text with SIP messages in it: indented, quoted, wrapped, with an empty line after each, or as a value of
 * JSON. No line tells of a packet, so it is what a text is that has no other dialect and yields a message all the same.
 */
import { emptyDatagram, emptyPacket } from '../packet.js';
import type { LogDialect } from './log-dialect.js';
import { LogTranscript } from './log-transcript.js';

export const PASTED = 'text with SIP messages';

/** Whether a message can be read out of the lines. */
export function holdsMessage(lines: readonly string[], dialects: readonly LogDialect[]): boolean {
  if (!lines.some(line => line.includes('SIP/2.0'))) return false;
  const transcript = new LogTranscript(dialects, lines);
  for (const line of lines) transcript.line(line);
  transcript.finish();
  return transcript.take(emptyPacket(), emptyDatagram()) !== undefined;
}
