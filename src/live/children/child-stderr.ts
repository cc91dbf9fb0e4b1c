/**
 * Reads the standard error of capture programs: their drop counters, or why they did not start, as a sentence with the
 * command that fixes it.
 */
import type { Dropped } from '../../capture/source.js';
import type { EngineName } from '../live-input.js';
import { programPath } from './program.js';

/**
 * The latest drop counters in the output; undefined if there are none. tcpdump leaves out an interface that dropped
 * nothing.
 *
 * A packet passes the tap of lo twice, out and in. libpcap discards the first, but the kernel counts both, and so do
 * tcpdump's counters (https://github.com/aquasecurity/tracee/issues/1418 shows it; not reported to libpcap). On lo the
 * packets themselves give the loss: half of those received by the filter, less those captured, once all are delivered
 * (`final`); until then about half of the drops.
 */
export function dropCounters(text: string, loopback: boolean, final: boolean): Dropped | undefined {
  const dumpcap = lastMatch(text, /received\/dropped on interface .*?: \d+\/(\d+) \(pcap:(\d+)\/.*?ps_ifdrop:(\d+)\)/g);
  if (dumpcap) return { kernel: dropsOf(Number(dumpcap[1]), loopback), interface: Number(dumpcap[3]) };
  const kernel = lastMatch(text, /(\d+) packets? dropped by kernel/g);
  if (!kernel) return undefined;
  const dropped = Number(kernel[1]);
  const atInterface = Number(/(\d+) packets? dropped by interface/.exec(text.slice(kernel.index))?.[1] ?? 0);
  const passed = Number(lastMatch(text, /(\d+) packets? received by filter/g)?.[1]);
  const captured = Number(lastMatch(text, /(\d+) packets? captured/g)?.[1]);
  const missing = Math.round(passed / 2) - captured;
  const exact = loopback && final && missing >= 0;
  // Packets after the stop are missing as well, but not lost.
  return { kernel: exact ? Math.min(missing, dropped) : dropsOf(dropped, loopback), interface: atInterface };
}

function dropsOf(drops: number, loopback: boolean): number {
  return loopback ? Math.ceil(drops / 2) : drops;
}

function lastMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of text.matchAll(pattern)) last = match;
  return last;
}

/** Whether a program lacked permission: another engine may have it. */
export function lacksPermission(text: string): boolean {
  return /permission|not permitted/i.test(text);
}

/** A clause: the first line that is not an announcement, without the program's name. */
export function errorClause(text: string): string {
  const lines = text.split('\n').map(line => line.trim());
  const output = lines.filter(
    line => line !== '' && !/^(Capturing on|File: |Warning:|tcpdump: (verbose|listening|data link))/.test(line),
  );
  const [first = 'it ended without a word', second = ''] = output;
  const clause = first.replace(/^(tcpdump|dumpcap|cap): /, '').replace(/\.$/, '');
  // libpcap's own message follows in parentheses if it says more.
  return /^\(.+\)$/.test(second) && !first.includes(second.slice(1, -1)) ? `${clause} ${second}` : clause;
}

/** What gives an engine permission to capture. */
export function permissionRemedy(engine: EngineName): string {
  if (engine === 'cap') return 'run it as root: sudo sipvestigator …';
  const program = programPath(engine) ?? engine;
  return `allow it with: sudo setcap cap_net_raw,cap_net_admin=eip ${program} (or run as root: sudo sipvestigator …)`;
}
