/**
 * What the program and its launcher tell each other, as plain data: over the channel Node gives a child, and between the
 * program's threads.
 */
import type { CaptureSignal, Ended } from '../children/capture-process.js';
import type { Asked } from './grant.js';

/** The environment variable that tells the program that it has a launcher. Its value is the user's name. */
export const LAUNCHED_FOR = 'SIPVESTIGATOR_LAUNCHED_FOR';

/** Comes with the socket to write to. */
export type AskCapture = { ask: 'capture'; id: number } & Asked;
export interface AskSignal {
  ask: 'signal';
  id: number;
  signal: CaptureSignal;
}

export type ToLauncher =
  | AskCapture
  | AskSignal
  /** The program runs. */
  | { ask: 'hello' }
  /** Stop the whole job, as Ctrl-Z does. */
  | { ask: 'suspend' };

/** About the capture with this id. */
export type FromLauncher = { id: number } & (
  | { said: 'started'; pid: number }
  /** As a clause; null where the engine is not installed. */
  | { said: 'not started'; why: string | null }
  | { said: 'stderr'; text: string }
  | ({ said: 'ended' } & Ended)
);

/** From the engine's thread to the main thread. `path` is where the thread listens for what is captured. */
export type Passed = { message: AskCapture; path: string } | { message: AskSignal };
