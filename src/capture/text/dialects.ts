/** The text dialects that are read. In: the first lines of a source. Out: the dialect they are written in. */
import { emptyDatagram, emptyPacket } from '../packet.js';
import { asteriskPjsip } from './asterisk-pjsip.js';
import { asteriskSip } from './asterisk-sip.js';
import { cisco } from './cisco.js';
import type { Dialect } from './dialect.js';
import { freeswitch } from './freeswitch.js';
import { type LogDialect, Told } from './log-dialect.js';
import { LogTranscript } from './log-transcript.js';
import { messageStart } from './message-start.js';
import { ngrep } from './ngrep.js';
import { sipdump } from './sipdump.js';
import { sngrep } from './sngrep.js';
import { tcpdump } from './tcpdump.js';
import { tshark } from './tshark.js';
import { xlog } from './xlog.js';

/** A line about a packet, then the packet as text. A log or a ticket may hold several: all are read in any of them. */
const LOGS: readonly LogDialect[] = [ngrep, sngrep, asteriskSip, asteriskPjsip, freeswitch, sipdump, xlog, cisco];

/** What is read, for who gives something else. */
export const READ_TEXTS =
  'the text of tcpdump (-A, -v, -x, -X), ngrep, sipgrep, sngrep and tshark (-V, -x), logs of Asterisk, FreeSWITCH, Kamailio, OpenSIPS and Cisco, and any text with whole SIP messages in it';

/** The dialect that recognises most lines; undefined where none recognises any and no message is among them. */
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

/** For one sample: some dialects tell a line by those before it. */
function asDialect(log: LogDialect): Dialect {
  const told = new Told();
  return {
    name: log.name,
    recognise: line => log.heading(line.trimStart(), told) !== undefined,
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
