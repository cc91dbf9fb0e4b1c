/**
 * The capture programs and their command lines. Each writes a pcap stream to standard output.
 *
 * tcpdump comes first because it counts drops while it runs. In its ordinary mode packets lie close together in the
 * kernel ring, and come within a second. In its immediate mode each comes at once, but takes a slot as large as the
 * longest packet may be: that mode is for a snapshot length with which the ring still has enough slots
 * (docs/performance.md).
 */
import { execFileSync } from 'node:child_process';
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

const IMMEDIATE_MODE = '--immediate-mode';
const KIBIBYTE = 1024;
const MEBIBYTE = 1 << 20;

const PAGE_BYTES = 4096;
/** What the kernel puts before a packet in its slot: 84 bytes, rounded up to a multiple of 16 with the packet. */
const SLOT_HEADER_BYTES = 96;
/**
 * Slots that make up for the ordinary mode: 1.6 s of 20,000 messages on the loopback, where each takes two. With half as
 * many, up to 2 % were dropped at a load at which the ordinary mode dropped none.
 */
const MIN_SLOTS = 64_000;

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
  const mode =
    engine === 'tcpdump' && hasSlotsEnough(settings) && knows(program, IMMEDIATE_MODE) ? [IMMEDIATE_MODE] : [];
  return { engine, program, args: [...mode, ...args, ...filter] };
}

/**
 * Whether the ring has slots enough for the immediate mode; a slot does not cross a page. Slots for whole packets would
 * take 64 KiB or more, also where the interface sends none that long, because its driver joins segments of TCP.
 */
function hasSlotsEnough({ snapLength, ringBytes }: CaptureSettings): boolean {
  const slotsInPage = Math.floor(PAGE_BYTES / (snapLength + SLOT_HEADER_BYTES));
  return slotsInPage * Math.floor(ringBytes / PAGE_BYTES) >= MIN_SLOTS;
}

/** Whether a program names an option in its help: tcpdump has `--immediate-mode` only with libpcap 1.5 or newer. */
function knows(program: string, option: string): boolean {
  try {
    const said = execFileSync(program, ['--help'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 5000,
    });
    return said.includes(option);
  } catch {
    return false;
  }
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
