/** The text dialects, and which of them a text is written in. */
import { emptyDatagram, emptyPacket } from '../packet.js';
import { asteriskPjsip } from './asterisk-pjsip.js';
import { asteriskSip } from './asterisk-sip.js';
import { cisco } from './cisco.js';
import type { Dialect } from './dialect.js';
import { freeswitch } from './freeswitch.js';
import { type LogDialect, LogHeading } from './log-dialect.js';
import { LogTranscript } from './log-transcript.js';
import { messageStart } from './message-start.js';
import { ngrep } from './ngrep.js';
import { sipdump } from './sipdump.js';
import { sngrep } from './sngrep.js';
import { tcpdump } from './tcpdump.js';
import { tshark } from './tshark.js';
import { xlog } from './xlog.js';

/**
 * Dialects of a heading line followed by the packet as text. A log or a ticket may mix several, so each of them reads
 * them all.
 */
const LOGS: readonly LogDialect[] = [ngrep, sngrep, asteriskSip, asteriskPjsip, freeswitch, sipdump, xlog, cisco];

/** What can be read, for the refusal of anything else. */
export const READ_TEXTS =
  'the text of tcpdump (-A, -v, -x, -X), ngrep, sipgrep, sngrep and tshark (-V, -x), logs of Asterisk, FreeSWITCH, Kamailio, OpenSIPS and Cisco, and any text with whole SIP messages in it';

/** The dialect that recognises most lines; undefined if none recognises any and they contain no message. */
export function dialectOf(sample: readonly string[]): Dialect | undefined {
  let best: Dialect | undefined;
  let most = 0;
  for (const dialect of [tcpdump, tshark, ...LOGS.map(asDialect)]) {
    const recognised = sample.filter(line => dialect.recognise(line)).length;
    if (recognised <= most) continue;
    most = recognised;
    best = dialect;
  }
  if (best !== undefined) return best;
  return holdsMessage(sample) ? pasted : undefined;
}

/**
 * Any text with messages in it: a mail, a ticket, a JSON value; indented, quoted, wrapped or with an empty line after
 * each. Chosen when no other dialect recognises a line and a message can be read all the same.
 */
const pasted: Dialect = {
  name: 'text with SIP messages',
  recognise: line => messageStart(line) !== undefined,
  open: sample => new LogTranscript(LOGS, sample),
};

/** Made anew for each sample, because some dialects recognise a line by those before it. */
function asDialect(log: LogDialect): Dialect {
  const heading = new LogHeading();
  return {
    name: log.name,
    recognise: line => log.readHeading(line.trimStart(), heading) !== undefined,
    open: sample => new LogTranscript(LOGS, sample),
  };
}

/** Whether a message can be read from the lines. */
function holdsMessage(lines: readonly string[]): boolean {
  if (!lines.some(line => line.includes('SIP/2.0'))) return false;
  const transcript = new LogTranscript(LOGS, lines);
  for (const line of lines) transcript.line(line);
  transcript.finish();
  return transcript.take(emptyPacket(), emptyDatagram()) !== undefined;
}
