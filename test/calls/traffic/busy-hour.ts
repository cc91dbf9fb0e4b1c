/**
 * A busy hour of a telephone company whose true answer is known: a hundred calls a second, made of scenarios by turns. The same seed makes
 * the same messages.
 */
import { BAITS } from './baits.js';
import { CROWDS } from './crowds.js';
import { DIVERSIONS } from './diversions.js';
import { FORKS } from './forks.js';
import { OTHER_REQUESTS } from './other-requests.js';
import { SHAPES } from './shapes.js';
import { TRANSFERS } from './transfers.js';
import type { Chance } from './chance.js';
import { JOINED } from './joined.js';
import { Traffic } from './traffic.js';
import type { Truth } from './truth.js';

const ALL = [...JOINED, ...SHAPES, ...FORKS, ...DIVERSIONS, ...TRANSFERS, ...BAITS, ...CROWDS, ...OTHER_REQUESTS];
/** Nothing of a call is earlier than its beginning but what a proxy was sent. */
const BEFORE_US = 1000;

export interface BusyHour {
  seed: number;
  calls: number;
  callsASecond?: number;
}

/** Writes a capture of about so many calls; returns how many messages that were, and the truth. */
export function busyHour(
  path: string,
  { seed, calls, callsASecond = 100 }: BusyHour,
): { messages: number; truth: Truth } {
  const traffic = new Traffic(path, seed);
  const { recording, chance, truth } = traffic;
  const intervalUs = Math.round(1e6 / callsASecond);
  const round = ALL.flatMap(scenario => Array.from({ length: scenario.weight }, () => scenario));
  let begun = 0;
  while (begun < calls) {
    recording.settle(begun * intervalUs - BEFORE_US);
    for (const scenario of shuffled(round, chance)) {
      const startUs = BEFORE_US + begun * intervalUs + chance.below(intervalUs);
      begun += scenario.play(traffic, startUs);
    }
  }
  recording.close();
  return { messages: recording.messages, truth };
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const order = items.map(item => ({ item, at: chance.below(1e9) }));
  return order.sort((a, b) => a.at - b.at).map(({ item }) => item);
}
