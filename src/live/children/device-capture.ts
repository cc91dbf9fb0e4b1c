/**
 * Captures an interface. An engine that is not installed or lacks permission gives way to the next; any other error
 * (filter, interface) is reported to the user.
 */
import type { Refusal, Source } from '../../capture/source.js';
import { ChildFeed } from './child-feed.js';
import { errorClause, lacksPermission, permissionRemedy } from './child-stderr.js';
import type { StartCapture } from './capture-process.js';
import { ENGINE_TRAITS } from './engines.js';
import { type CaptureSettings, ENGINES, type EngineName, isName } from '../live-input.js';
import { LiveSource } from '../live-source.js';

/** The interface whose packets the kernel counts twice. */
const LOOPBACK = 'lo';
const CAP_ABSENT = 'the package cap is not installed';
const INSTALL_COMMANDS: Readonly<Record<string, string>> = {
  tcpdump: 'sudo apt install tcpdump',
  dumpcap: 'sudo apt install wireshark-common',
  cap: 'sudo apt install libpcap-dev build-essential && npm install cap',
};

/** @param start Starts an engine: here, or under sudo with the rights of the launcher. */
export async function captureDevice(
  device: string,
  settings: CaptureSettings,
  start: StartCapture,
): Promise<Source | Refusal> {
  if (!isName(device)) return { refused: `"${device}" is no interface; sipvestigator devices lists those there are.` };
  const names = settings.engine === 'auto' ? ENGINES : [settings.engine];
  if (settings.engine === 'cap' && !settings.promiscuous)
    return {
      refused: `${device} cannot be captured: cap is always promiscuous; leave --no-promiscuous or --engine cap out.`,
    };
  let unpermitted: EngineName | undefined;
  let notStarted: string | undefined;
  for (const engine of names) {
    const loopback = device === LOOPBACK;
    const first = await ChildFeed.start({
      title: engine,
      start: () => start(engine, device, settings),
      ...ENGINE_TRAITS[engine],
      loopback,
    });
    if ('feed' in first) return new LiveSource(device, first.feed, first.source);
    if ('notStarted' in first) notStarted ??= first.notStarted ?? undefined;
    else if (lacksPermission(first.stderr)) unpermitted ??= engine;
    else if (!first.stderr.includes(CAP_ABSENT))
      return { refused: `${device} cannot be captured: ${errorClause(first.stderr)}${advice(first.stderr)}.` };
  }
  if (unpermitted !== undefined)
    return {
      refused: `${device} cannot be captured: ${unpermitted} has no permission; ${permissionRemedy(unpermitted)}.`,
    };
  if (notStarted !== undefined) return { refused: `${device} cannot be captured: ${notStarted}` };
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
