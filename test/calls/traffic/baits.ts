/** Conversations that look as if they belonged together and do not. */
import { answered, begin, play } from './manner.js';
import { same } from './numbers.js';
import { type Party, SBC } from './people.js';
import { legOf, legsOf, through } from './route.js';
import type { Scenario } from './scenario.js';
import type { Traffic } from './traffic.js';

/** The caller tries again what failed: the same from the same to the same, under other Call-IDs. */
function retry(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const [caller, called] = people.pair();
  const hops = [through(SBC, caller)];
  const attempts = 2 + chance.below(3);
  let nowUs = startUs;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const legs = legsOf(recording, chance, { caller, hops, called, rewriting: same });
    const manner =
      attempt === attempts
        ? answered(chance)
        : answered(chance, { outcome: 'refused', status: chance.pick([486, 503, 480]), challenge: false });
    nowUs = play(chance, nowUs, legs, manner) + chance.time(300, 8000);
    traffic.chain('bait: retry', 'none: same numbers', legs);
  }
  return attempts;
}

/** A retry of a leg that is seen alone: by a phone at a host that refuses it itself. */
function retryAlone(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const [caller, called] = [people.phone(), people.outsider()];
  let nowUs = startUs;
  const attempts = 3;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const leg = endsAt(traffic, caller, called.number);
    nowUs = begin(chance, nowUs, leg, false) + chance.delay(5, 40);
    leg.reply(nowUs, 503);
    leg.ack(nowUs + chance.delay(1, 20));
    nowUs += chance.time(200, 3000);
    traffic.alone('bait: retry', leg.callId);
  }
  return attempts;
}

/** In the same 10 ms, a call that ends at the SBC (its voicemail answers) and one that begins there (click to call). */
function strangers(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const voicemail = endsAt(traffic, chance.percent(50) ? people.phone() : people.outsider(), people.phone().number);
  const clicked = beginsAt(traffic, people.phone());
  const both = [voicemail, clicked].map(leg => [leg] as const);
  for (const legs of both) {
    const manner = answered(chance, { challenge: false, ringUs: chance.delay(200, 4000) });
    play(chance, startUs + chance.time(0, 10), legs, manner);
    traffic.alone('bait: strangers at one host', legs[0].callId);
  }
  return 2;
}

/** A leg that the SBC answers itself. */
export function endsAt({ recording, chance }: Traffic, caller: Party, number: string) {
  return legOf(recording, chance, { caller, callee: { at: SBC.outside, number, agent: SBC.agent } });
}

/** A leg that the SBC makes by itself. */
export function beginsAt({ recording, chance, people }: Traffic, callee: Party) {
  return legOf(recording, chance, {
    caller: { at: SBC.outside, number: people.outsider().number, agent: SBC.agent },
    callee,
  });
}

export const BAITS: readonly Scenario[] = [
  { weight: 1, play: retry },
  { weight: 1, play: retryAlone },
  { weight: 2, play: strangers },
];
