/** The text dialects that are read. In: the first lines of a source. Out: the dialect they are written in. */
import { asteriskPjsip } from './asterisk-pjsip.js';
import { asteriskSip } from './asterisk-sip.js';
import { cisco } from './cisco.js';
import type { Dialect } from './dialect.js';
import { freeswitch } from './freeswitch.js';
import { type LogDialect, Told } from './log-dialect.js';
import { LogTranscript } from './log-transcript.js';
import { messageStart } from './message-start.js';
import { ngrep } from './ngrep.js';
import { holdsMessage, PASTED } from './pasted.js';
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
  return holdsMessage(sample, LOGS) ? pasted : undefined;
}

/** Any text with messages in it. */
const pasted: Dialect = {
  name: PASTED,
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
