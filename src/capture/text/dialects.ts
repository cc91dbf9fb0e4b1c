/** The text dialects, and which of them a text is written in. */
import type { Dialect } from './dialect.js';
import { type LogDialect, LogHeading } from './log-dialect.js';
import { asteriskPjsip, asteriskSip, cisco, freeswitch, sngrep, xlog } from './log-headings.js';
import { messageStart } from './message-start.js';
import { ngrep } from './ngrep.js';
import { holdsMessage, openLog } from './open-log.js';
import { sipdump } from './sipdump.js';
import { tcpdump } from './packets/tcpdump.js';
import { tshark } from './packets/tshark.js';

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
  return sample.some(line => line.includes('SIP/2.0')) && holdsMessage(LOGS, sample) ? pasted : undefined;
}

/**
 * Any text with messages in it: a mail, a ticket, a JSON value; indented, quoted, wrapped or with an empty line after
 * each. Chosen when no other dialect recognises a line and a message can be read all the same.
 */
const pasted: Dialect = {
  name: 'text with SIP messages',
  recognise: line => messageStart(line) !== undefined,
  open: sample => openLog(LOGS, sample),
};

/** Made anew for each sample, because some dialects recognise a line by those before it. */
function asDialect(log: LogDialect): Dialect {
  const heading = new LogHeading();
  return {
    name: log.name,
    recognise: line => log.readHeading(line.trimStart(), heading) !== undefined,
    open: sample => openLog(LOGS, sample),
  };
}
