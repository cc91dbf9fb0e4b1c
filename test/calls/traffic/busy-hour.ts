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

/** A hundred calls begin each second. */
const INTERVAL_US = 10_000;

const ALL = [...JOINED, ...SHAPES, ...FORKS, ...DIVERSIONS, ...TRANSFERS, ...BAITS, ...CROWDS, ...OTHER_REQUESTS];

/** Traffic of about so many calls. */
export function busyHour(seed: number, calls: number): Traffic {
  const traffic = new Traffic(seed);
  const round = ALL.flatMap(scenario => Array.from({ length: scenario.weight }, () => scenario));
  let begun = 0;
  while (begun < calls) {
    for (const scenario of shuffled(round, traffic.chance)) {
      const startUs = begun * INTERVAL_US + traffic.chance.below(INTERVAL_US);
      begun += scenario.play(traffic, startUs);
    }
  }
  return traffic;
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const order = items.map(item => ({ item, at: chance.below(1e9) }));
  return order.sort((a, b) => a.at - b.at).map(({ item }) => item);
}
