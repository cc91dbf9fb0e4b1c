/**
 * A capture program as a process: what it writes, how it ended, and signals to it. It is a child of this program, or
 * under sudo of the launcher (live/launcher/).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { CaptureSettings, EngineName } from '../live-input.js';

/** SIGUSR1 makes tcpdump print its counters. */
export const CAPTURE_SIGNALS = ['SIGINT', 'SIGKILL', 'SIGUSR1'] as const;
export type CaptureSignal = (typeof CAPTURE_SIGNALS)[number];

/** How a process ended: by which signal, or why it could not even be started. */
export interface Ended {
  signal: string | null;
  failure: string | null;
}

export interface CaptureProcess {
  readonly pid: number | undefined;
  readonly stdout: Readable;
  /** Resolves when it has ended and all it wrote has been read. */
  readonly ended: Promise<Ended>;
  onStderr(listener: (text: string) => void): void;
  kill(signal: CaptureSignal): void;
}

/** Why a program was not started: a clause, or null where it is not installed. */
export interface NotStarted {
  notStarted: string | null;
}

/** Starts an engine on an interface. */
export type StartCapture = (
  engine: EngineName,
  device: string,
  settings: CaptureSettings,
) => Promise<CaptureProcess | NotStarted>;

export interface SpawnPlace {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Where it writes; a pipe if absent. */
  stdout?: Socket;
}

/** It has a process group of its own, so that Ctrl-C reaches only this program, which then ends it. */
export function spawnCapture(program: string, args: readonly string[], place: SpawnPlace = {}): ChildProcess {
  const { stdout = 'pipe', ...where } = place;
  return spawn(program, args, { ...where, stdio: ['ignore', stdout, 'pipe'], detached: true });
}

/** How a child ends. */
export function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise(resolve => {
    child.once('error', error => resolve({ signal: null, failure: error.message }));
    child.once('close', (_, signal) => resolve({ signal, failure: null }));
  });
}

/** Starts a program as a child, which does not outlive this thread. */
export function childProcess(program: string, args: readonly string[]): CaptureProcess | NotStarted {
  const child = spawnCapture(program, args);
  const { pid, stdout, stderr } = child;
  const ended = endOf(child);
  if (!stdout) return { notStarted: `${program} cannot be started` };
  const kill = (signal: CaptureSignal) => void child.kill(signal);
  const killAtExit = () => kill('SIGKILL');
  process.once('exit', killAtExit);
  void ended.then(() => process.off('exit', killAtExit));
  return { pid, stdout, ended, kill, onStderr: listener => void stderr?.setEncoding('utf8').on('data', listener) };
}
