/**
 * What capture programs say on standard error. In: its text. Out: how many packets were dropped and where, or why the program
 * did not start, as a sentence with the command that mends it.
 */
import type { Dropped } from '../capture/source.js';
import type { CaptureCommand } from './engines.js';

/**
 * The newest drop counters in a text; undefined where it has none. tcpdump is silent about an interface that dropped nothing.
 *
 * A packet passes the loopback's tap twice, out and in; libpcap hides the first, but the kernel counts both. There, what the
 * filter took and what was captured tell the packets themselves: those missing are half of the one less the other, once all is
 * delivered (`final`), and about half of the drops before.
 */
export function dropCounters(text: string, loopback: boolean, final: boolean): Dropped | undefined {
  const dumpcap = lastMatch(text, /received\/dropped on interface .*?: \d+\/(\d+) \(pcap:(\d+)\/.*?ps_ifdrop:(\d+)\)/g);
  if (dumpcap) return { kernel: packets(Number(dumpcap[1]), loopback), interface: Number(dumpcap[3]) };
  const kernel = lastMatch(text, /(\d+) packets? dropped by kernel/g);
  if (!kernel) return undefined;
  const dropped = Number(kernel[1]);
  const atInterface = Number(/(\d+) packets? dropped by interface/.exec(text.slice(kernel.index))?.[1] ?? 0);
  const passed = Number(lastMatch(text, /(\d+) packets? received by filter/g)?.[1]);
  const captured = Number(lastMatch(text, /(\d+) packets? captured/g)?.[1]);
  const missing = Math.round(passed / 2) - captured;
  const exact = loopback && final && missing >= 0;
  // What came after the end was asked for is missing as well, and nobody's loss.
  return { kernel: exact ? Math.min(missing, dropped) : packets(dropped, loopback), interface: atInterface };
}

function packets(drops: number, loopback: boolean): number {
  return loopback ? Math.ceil(drops / 2) : drops;
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
