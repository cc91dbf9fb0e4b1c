/**
 * The capture programs and their command lines. Each writes a pcap stream to standard output.
 *
 * tcpdump comes first because it counts drops while it runs. Its immediate mode stays off: it would deliver each packet
 * at once instead of within a second, but at 20,000 messages a second on a machine loaded to three times its capacity
 * it dropped 20 % (16,074 of 80,000) where normal mode dropped none.
 */
import { fileURLToPath } from 'node:url';
import type { CaptureSettings, EngineName } from '../live-input.js';
import { type FindProgram, programPath } from './program.js';

export interface CaptureCommand {
  engine: EngineName;
  program: string;
  args: string[];
}

/**
 * A block of the kernel ring is delivered when full, or after the program's own timeout
 * (https://github.com/the-tcpdump-group/libpcap/issues/354).
 */
export const TCPDUMP_BUFFERING_MS = 1000;
const DUMPCAP_BUFFERING_MS = 250;
/** It delivers each packet at once; this is for those queued while it is busy. */
const CAP_BUFFERING_MS = 100;

/** Whether an engine prints its drop counters on SIGUSR1, and how long it may buffer a packet, in ms. */
export const ENGINE_TRAITS: Readonly<Record<EngineName, { countsOnSigusr1: boolean; bufferingMs: number }>> = {
  tcpdump: { countsOnSigusr1: true, bufferingMs: TCPDUMP_BUFFERING_MS },
  dumpcap: { countsOnSigusr1: false, bufferingMs: DUMPCAP_BUFFERING_MS },
  cap: { countsOnSigusr1: false, bufferingMs: CAP_BUFFERING_MS },
};

const KIBIBYTE = 1024;
const MEBIBYTE = 1 << 20;

/** The command of an engine; undefined if it is not installed or cannot capture with these settings. */
export function captureCommand(
  engine: EngineName,
  device: string,
  settings: CaptureSettings,
  find: FindProgram = programPath,
): CaptureCommand | undefined {
  if (engine === 'cap') return settings.promiscuous ? capCommand(device, settings) : undefined;
  const program = find(engine);
  if (program === undefined) return undefined;
  const { bpf } = settings;
  // After "--" nothing the user typed can be taken for an option.
  const filter = bpf === '' ? [] : engine === 'tcpdump' ? ['--', bpf] : ['-f', bpf];
  const args = engine === 'tcpdump' ? tcpdumpArguments(device, settings) : dumpcapArguments(device, settings);
  return { engine, program, args: [...args, ...filter] };
}

/** All arguments but the filter; also for tcpdump on a remote host. */
export function tcpdumpArguments(device: string, settings: CaptureSettings): string[] {
  const args = ['-n', '-U', '-i', device, '-s', String(settings.snapLength)];
  args.push('-B', String(Math.ceil(settings.ringBytes / KIBIBYTE)));
  if (!settings.promiscuous) args.push('-p');
  return [...args, '-w', '-'];
}

function dumpcapArguments(device: string, settings: CaptureSettings): string[] {
  const args = ['-q', '-P', '-i', device, '-s', String(settings.snapLength)];
  args.push('-B', String(Math.ceil(settings.ringBytes / MEBIBYTE)));
  if (!settings.promiscuous) args.push('-p');
  return [...args, '-w', '-'];
}

/** In the build this code lies in a chunk beside main.js, and the child at live/cap-child.js. */
function capCommand(device: string, settings: CaptureSettings): CaptureCommand {
  const child = fileURLToPath(new URL('./live/cap-child.js', import.meta.url));
  const { bpf, ringBytes, snapLength } = settings;
  const asked = JSON.stringify({ device, bpf, ringBytes, snapLength });
  return { engine: 'cap', program: process.execPath, args: [child, asked] };
}
