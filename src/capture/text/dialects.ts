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

/** Dialects that are read each by itself, as they print a packet over lines of their own kind. */
const DIALECTS: readonly Dialect[] = [tcpdump, tshark, ...LOGS.map(asDialect)];

const pasted: Dialect = {
  name: PASTED,
  recognise: line => messageStart(line) !== undefined,
  open: sample => new LogTranscript(LOGS, sample),
};

/** The dialect that recognises most lines; undefined where none recognises any and no message is among them. */
export function dialectOf(sample: readonly string[]): Dialect | undefined {
  let best: Dialect | undefined;
  let most = 0;
  for (const dialect of DIALECTS) {
    const recognised = sample.filter(line => dialect.recognise(line)).length;
    if (recognised <= most) continue;
    most = recognised;
    best = dialect;
  }
  if (best !== undefined) return best;
  return sample.some(line => pasted.recognise(line)) && holdsMessage(sample, LOGS) ? pasted : undefined;
}

function asDialect(log: LogDialect): Dialect {
  const told = new Told();
  return {
    name: log.name,
    recognise: line => log.heading(line.trimStart(), told) !== undefined,
    open: sample => new LogTranscript(LOGS, sample),
  };
}
