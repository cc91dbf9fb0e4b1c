/**
 * Captures an interface. An engine that is not installed or lacks permission gives way to the next; any other error
 * (filter, interface) is reported to the user.
 */
import type { Refusal, Source } from '../../capture/source.js';
import { ChildFeed } from './child-feed.js';
import { errorClause, lacksPermission, permissionRemedy } from './child-stderr.js';
import { type CaptureCommand, captureCommand } from './engines.js';
import { type CaptureSettings, ENGINES, isName } from '../live-input.js';
import { LiveSource } from '../live-source.js';
import { leastPrivileged } from './least-privilege.js';

/** The interface whose packets the kernel counts twice. */
const LOOPBACK = 'lo';
const CAP_ABSENT = 'the package cap is not installed';
const INSTALL_COMMANDS: Readonly<Record<string, string>> = {
  tcpdump: 'sudo apt install tcpdump',
  dumpcap: 'sudo apt install wireshark-common',
  cap: 'sudo apt install libpcap-dev build-essential && npm install cap',
};

export async function captureDevice(device: string, settings: CaptureSettings): Promise<Source | Refusal> {
  if (!isName(device)) return { refused: `"${device}" is no interface; sipvestigator devices lists those there are.` };
  const names = settings.engine === 'auto' ? ENGINES : [settings.engine];
  if (settings.engine === 'cap' && !settings.promiscuous)
    return {
      refused: `${device} cannot be captured: cap is always promiscuous; leave --no-promiscuous or --engine cap out.`,
    };
  const commands = names.map(name => captureCommand(name, device, settings)).filter(command => command !== undefined);
  let unpermitted: CaptureCommand | undefined;
  let unsafe: string | undefined;
  for (const command of commands) {
    const privileged = leastPrivileged(command);
    if ('refused' in privileged) {
      unsafe ??= privileged.refused;
      continue;
    }
    const loopback = device === LOOPBACK;
    const first = await ChildFeed.start({ title: command.engine, ...command, ...privileged, loopback });
    if (!('stderr' in first)) return new LiveSource(device, first.feed, first.source);
    if (lacksPermission(first.stderr)) unpermitted ??= command;
    else if (!first.stderr.includes(CAP_ABSENT))
      return { refused: `${device} cannot be captured: ${errorClause(first.stderr)}${advice(first.stderr)}.` };
  }
  if (unpermitted)
    return {
      refused: `${device} cannot be captured: ${unpermitted.engine} has no permission; ${permissionRemedy(unpermitted)}.`,
    };
  if (unsafe !== undefined) return { refused: `${device} cannot be captured: ${unsafe}` };
  const [wanted = 'tcpdump'] = names;
  return {
    refused: `${device} cannot be captured: ${wanted} is not installed; install it with: ${INSTALL_COMMANDS[wanted]}`,
  };
}

function advice(stderr: string): string {
  return /no such device|no device named|doesn't exist/i.test(stderr)
    ? '; sipvestigator devices lists those there are'
    : '';
}
