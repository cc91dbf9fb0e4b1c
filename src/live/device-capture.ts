/**
 * Captures an interface. In: its name and how. Out: a live source, or one sentence with the command that mends what is wrong.
 * An engine that is absent or not allowed gives way to the next; any other complaint (a filter, an interface) is the user's.
 */
import type { Refusal, Source } from '../capture/source.js';
import { ChildFeed } from './child-feed.js';
import { complaint, isForbidden, remedy } from './child-words.js';
import { type CaptureCommand, captureCommand } from './engines.js';
import { type CaptureSettings, ENGINES } from './live-input.js';
import { LiveSource } from './live-source.js';
import { lowered } from './lowered-command.js';

/** The interface whose packets the kernel counts twice. */
const LOOPBACK = 'lo';
const CAP_ABSENT = 'the package cap is not installed';
const INSTALL: Readonly<Record<string, string>> = {
  tcpdump: 'sudo apt install tcpdump',
  dumpcap: 'sudo apt install wireshark-common',
  cap: 'sudo apt install libpcap-dev build-essential && npm install cap',
};

export async function captureDevice(device: string, settings: CaptureSettings): Promise<Source | Refusal> {
  const names = settings.engine === 'auto' ? ENGINES : [settings.engine];
  if (settings.engine === 'cap' && !settings.promiscuous)
    return {
      refused: `${device} cannot be captured: cap is always promiscuous; leave --no-promiscuous or --engine cap out.`,
    };
  const commands = names.map(name => captureCommand(name, device, settings)).filter(command => command !== undefined);
  let forbidden: CaptureCommand | undefined;
  let unlowered: string | undefined;
  for (const command of commands) {
    const own = lowered(command);
    if ('refused' in own) {
      unlowered ??= own.refused;
      continue;
    }
    const loopback = device === LOOPBACK;
    const first = await ChildFeed.start({ title: command.engine, ...command, ...own, loopback });
    if (!('said' in first)) return new LiveSource(device, first.feed, first.source);
    if (isForbidden(first.said)) forbidden ??= command;
    else if (!first.said.includes(CAP_ABSENT))
      return { refused: `${device} cannot be captured: ${complaint(first.said)}${advice(first.said)}.` };
  }
  if (forbidden)
    return { refused: `${device} cannot be captured: ${forbidden.engine} has no permission; ${remedy(forbidden)}.` };
  if (unlowered !== undefined) return { refused: `${device} cannot be captured: ${unlowered}` };
  const [wanted = 'tcpdump'] = names;
  return { refused: `${device} cannot be captured: ${wanted} is not installed; install it with: ${INSTALL[wanted]}` };
}

function advice(said: string): string {
  return /no such device|no device named|doesn't exist/i.test(said)
    ? '; sipvestigator devices lists those there are'
    : '';
}
