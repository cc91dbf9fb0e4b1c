/** Which trial a number stands for: mostly messages, now and then a capture. In: a seed and a number. Out: mutated bytes. */
import { basename, join } from 'node:path';
import { tryCapture } from './capture-trial.js';
import { capturePaths, MESSAGE, messagePaths, readInput, WORDS } from './inputs.js';
import { tryMessage } from './message-trial.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';

export interface Trial {
  kind: 'message' | 'capture';
  /** The file that was mutated. */
  origin: string;
  bytes: Uint8Array;
}

/** One trial of so many is a capture. */
const CAPTURE_EVERY = 200;
const captures = capturePaths();
const messages = [
  { origin: 'the message of inputs.ts', bytes: new Uint8Array(Buffer.from(MESSAGE, 'latin1')) },
  ...messagePaths().map(path => ({ origin: path, bytes: readInput(path) })),
];

export function trials(seed: number, number: number): Trial {
  return number % CAPTURE_EVERY === CAPTURE_EVERY - 1 ? captureTrial(seed, number) : messageTrial(seed, number);
}

export function messageTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const { origin, bytes } = random.pick(messages);
  return { kind: 'message', origin, bytes: mutate(bytes, random, random.below(12), WORDS) };
}

export function captureTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const origin = random.pick(captures);
  return { kind: 'capture', origin, bytes: mutate(readInput(origin), random, random.below(40)) };
}

export async function runTrial(trial: Trial, folder: string): Promise<void> {
  if (trial.kind === 'message') tryMessage(trial.bytes);
  else await tryCapture(join(folder, basename(trial.origin)), trial.bytes);
}
