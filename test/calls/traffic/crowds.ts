/** Many calls to one number at a time: a queue whose agents answer, and a conference. */
import { beginsAtSbc, endsAtSbc } from './baits.js';
import { answered, play } from './manner.js';
import { toExtension } from './numbers.js';
import { SBC } from './people.js';
import { legsOf, through } from './route.js';
import type { Scenario } from './scenario.js';
import type { Traffic } from './traffic.js';

const MEMBERS = 12;
/** Crowds come now and then. */
const OFTEN_PERCENT = 25;

/** Each caller's call goes on to an agent's extension. */
function queue(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  if (!chance.percent(OFTEN_PERCENT)) return 0;
  const { number } = people.phone();
  for (let member = 0; member < MEMBERS; member++) {
    const caller = people.outsider();
    const called = { ...people.phone(), number };
    const legs = legsOf(recording, chance, { caller, hops: [through(SBC, caller)], called, rewriting: toExtension });
    play(chance, startUs + chance.time(0, 2000), legs, answered(chance));
    traffic.chain('bait: queue', 'none: same caller', legs);
  }
  return MEMBERS;
}

/** Some call in, and the SBC calls the others: no call is another's leg. */
function conference(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  if (!chance.percent(OFTEN_PERCENT)) return 0;
  const { number } = people.phone();
  for (let member = 0; member < MEMBERS; member++) {
    const leg =
      member % 3 > 0 ? endsAtSbc(traffic, people.outsider(), number) : beginsAtSbc(traffic, number, people.phone());
    play(chance, startUs + chance.time(0, 2000), [leg], answered(chance, { challenge: false }));
    traffic.alone('bait: conference', leg.callId);
  }
  return MEMBERS;
}

export const CROWDS: readonly Scenario[] = [
  { weight: 1, play: queue },
  { weight: 1, play: conference },
];
