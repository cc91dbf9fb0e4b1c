/**
 * What capture programs say on standard error. In: its text. Out: how many packets were dropped and where, or why the program
 * did not start, as a sentence with the command that mends it.
 */
import type { Dropped } from '../capture/source.js';
import type { CaptureCommand } from './engines.js';

/** The newest drop counters in a text; undefined where it has none. tcpdump is silent about an interface that dropped nothing. */
export function dropCounters(text: string): Dropped | undefined {
  const dumpcap = lastMatch(text, /received\/dropped on interface .*?: \d+\/(\d+) \(pcap:(\d+)\/.*?ps_ifdrop:(\d+)\)/g);
  if (dumpcap) return { kernel: Number(dumpcap[1]), interface: Number(dumpcap[3]) };
  const kernel = lastMatch(text, /(\d+) packets? dropped by kernel/g);
  if (!kernel) return undefined;
  const after = text.slice(kernel.index);
  return { kernel: Number(kernel[1]), interface: Number(/(\d+) packets? dropped by interface/.exec(after)?.[1] ?? 0) };
}

function lastMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of text.matchAll(pattern)) last = match;
  return last;
}

/** Whether a program did not start for want of permission: another one may be allowed. */
export function isForbidden(text: string): boolean {
  return /permission|not permitted/i.test(text);
}

/** One clause: the first line that is no announcement, without the program's name before it. */
export function complaint(text: string): string {
  const lines = text.split('\n').map(line => line.trim());
  const said = lines.filter(
    line => line !== '' && !/^(Capturing on|File: |Warning:|tcpdump: (verbose|listening|data link))/.test(line),
  );
  const [first = 'it ended without a word', second = ''] = said;
  const clause = first.replace(/^(tcpdump|dumpcap|cap): /, '').replace(/\.$/, '');
  // libpcap's own words follow in brackets where they say more.
  return /^\(.+\)$/.test(second) && !first.includes(second.slice(1, -1)) ? `${clause} ${second}` : clause;
}

/** What lets an engine capture for a user who may not. */
export function remedy(command: CaptureCommand): string {
  if (command.engine === 'cap') return 'run it as root: sudo -E sipvestigator …';
  return `allow it with: sudo setcap cap_net_raw,cap_net_admin=eip ${command.program} (or run as root: sudo sipvestigator …)`;
}
