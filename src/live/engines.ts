/**
 * The programs that capture, and how each is told what to do. In: an interface and settings. Out: a command that writes a
 * pcap stream to its standard output.
 *
 * tcpdump comes first: it counts what was dropped while it runs. Its immediate mode is left alone: it would hand over a packet
 * when it comes instead of after up to a second, but at 20,000 messages a second on a machine with three times as much to do as
 * it can, it dropped 20 % (16,074 of 80,000) where the ordinary mode dropped none.
 */
import { fileURLToPath } from 'node:url';
import type { CaptureSettings, EngineName } from './live-input.js';
import { programPath } from './program.js';

export interface CaptureCommand {
  engine: EngineName;
  program: string;
  args: string[];
  /** Counts drops when it gets SIGUSR1. */
  countsOnSignal: boolean;
  /** For how long a packet may be held back before it is handed over, in ms. */
  holdsMs: number;
}

/** A block of the kernel's ring is handed over when it is full, or after the program's own timeout. */
export const TCPDUMP_HOLDS_MS = 1000;
const DUMPCAP_HOLDS_MS = 250;
/** It is told of each packet at once; this is for those that wait while it is busy. */
const CAP_HOLDS_MS = 100;

const KIBIBYTE = 1024;
const MEBIBYTE = 1 << 20;

/** The command of an engine; undefined where the engine is not installed, or cannot capture so. */
export function captureCommand(
  engine: EngineName,
  device: string,
  settings: CaptureSettings,
): CaptureCommand | undefined {
  if (engine === 'cap') return settings.promiscuous ? capCommand(device, settings) : undefined;
  const program = programPath(engine);
  if (program === undefined) return undefined;
  const { bpf } = settings;
  // After "--" nothing of what the user typed can be taken for an option.
  const filter = bpf === '' ? [] : engine === 'tcpdump' ? ['--', bpf] : ['-f', bpf];
  const args = engine === 'tcpdump' ? tcpdumpArguments(device, settings) : dumpcapArguments(device, settings);
  const holdsMs = engine === 'tcpdump' ? TCPDUMP_HOLDS_MS : DUMPCAP_HOLDS_MS;
  return { engine, program, args: [...args, ...filter], countsOnSignal: engine === 'tcpdump', holdsMs };
}

/** All but the filter; also what runs on the far side of ssh. */
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

/** The child lies beside the worker's folder in the build: engine/worker.js, live/cap-child.js. */
function capCommand(device: string, settings: CaptureSettings): CaptureCommand {
  const child = fileURLToPath(new URL('./cap-child.js', import.meta.url));
  const { bpf, ringBytes, snapLength } = settings;
  const asked = JSON.stringify({ device, bpf, ringBytes, snapLength });
  const program = process.execPath;
  return { engine: 'cap', program, args: [child, asked], countsOnSignal: false, holdsMs: CAP_HOLDS_MS };
}
