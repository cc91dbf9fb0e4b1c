/** Conversations that look as if they belonged together and do not. */
import { CONSTANT_MEDIA, constantHeaders } from './evidence.js';
import type { Leg } from './leg.js';
import { answered, begin, everyday, play } from './manner.js';
import { same } from './numbers.js';
import { type Party, SBC } from './people.js';
import { legOf, legsOf, type Marks, through } from './route.js';
import type { Scenario } from './scenario.js';
import type { Traffic } from './traffic.js';

/** A call through the SBC with nothing to join its legs but host, times and numbers. */
export function throughSbc({ recording, chance }: Traffic, caller: Party, called: Party, marks: Marks = {}): Leg[] {
  return legsOf(recording, chance, { caller, hops: [through(SBC, caller)], called, rewriting: same, marks });
}

/** A leg that the SBC answers itself. */
export function endsAtSbc({ recording, chance }: Traffic, caller: Party, number: string): Leg {
  return legOf(recording, chance, { caller, callee: { at: SBC.outside, number, agent: SBC.agent } });
}

/** A leg that the SBC makes by itself. */
export function beginsAtSbc({ recording, chance }: Traffic, number: string, callee: Party): Leg {
  return legOf(recording, chance, { caller: { at: SBC.outside, number, agent: SBC.agent }, callee });
}

/** The caller tries again what failed: the same from the same to the same, under other Call-IDs. */
function retry(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const [caller, called] = people.pair();
  const attempts = 2 + chance.below(3);
  let nowUs = startUs;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const legs = throughSbc(traffic, caller, called);
    const refused = { outcome: 'refused', status: chance.pick([486, 503, 480]), challenge: false } as const;
    const manner = answered(chance, attempt === attempts ? {} : refused);
    nowUs = play(chance, nowUs, legs, manner) + chance.time(300, 8000);
    traffic.chain('bait: retry', 'none: same numbers', legs);
  }
  return attempts;
}

/** The same of a phone whose calls the SBC refuses itself. */
function retryAlone(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const [caller, called] = [people.phone(), people.outsider()];
  const attempts = 3;
  let nowUs = startUs;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const leg = endsAtSbc(traffic, caller, called.number);
    nowUs = begin(chance, nowUs, leg, false) + chance.delay(5, 40);
    leg.reply(nowUs, 503);
    leg.ack(nowUs + chance.delay(1, 20));
    nowUs += chance.time(200, 3000);
    traffic.alone('bait: retry alone', leg.callId);
  }
  return attempts;
}

/** In the same 10 ms, a call that ends at the SBC (its voicemail answers) and one that begins there (click to call). */
function strangers(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const caller = chance.percent(50) ? people.phone() : people.outsider();
  const voicemail = endsAtSbc(traffic, caller, people.phone().number);
  const clicked = beginsAtSbc(traffic, people.outsider().number, people.phone());
  for (const leg of [voicemail, clicked]) {
    const manner = answered(chance, { challenge: false, ringUs: chance.delay(200, 4000) });
    play(chance, startUs + chance.time(0, 10), [leg], manner);
    traffic.alone('bait: strangers at one host', leg.callId);
  }
  return 2;
}

/** Every call has the same media. */
function constantMedia(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const legs = throughSbc(traffic, people.outsider(), people.phone(), CONSTANT_MEDIA);
  play(chance, startUs, legs, everyday(chance));
  traffic.chain('bait: constant media', 'none: same numbers', legs);
  return 1;
}

/** A header with the same long value in many calls. */
function constantHeader(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const legs = throughSbc(traffic, people.phone(), people.outsider(), constantHeaders(chance));
  play(chance, startUs, legs, everyday(chance));
  traffic.chain('bait: constant header', 'none: same numbers', legs);
  return 1;
}

/** A header with one value for a phone: the same in its few calls, one after the other. */
function headerOfDevice(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const phone = people.phone();
  const serial = [['X-Device-Serial', chance.hex(32)]] as const;
  const passes = chance.percent(50);
  const calls = 2 + chance.below(3);
  let nowUs = startUs;
  for (let call = 0; call < calls; call++) {
    const marks: Marks = { headers: before => (before === undefined || passes ? serial : []) };
    const legs = throughSbc(traffic, phone, people.outsider(), marks);
    const short = { ringUs: chance.delay(300, 2000), talkUs: chance.delay(800, 3000) };
    nowUs = play(chance, nowUs, legs, answered(chance, short)) + chance.time(500, 4000);
    traffic.chain('bait: header of a device', 'none: same numbers', legs);
  }
  return calls;
}

/** The called missed it, and calls back. */
function callBack(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const [caller, called] = people.pair();
  const missed = throughSbc(traffic, caller, called);
  const how = chance.pick(['cancelled', 'rings out', 'answered'] as const);
  const endUs = play(chance, startUs, missed, answered(chance, { outcome: how, ringUs: chance.delay(1000, 6000) }));
  const returned = throughSbc(traffic, called, caller);
  play(chance, endUs + chance.time(300, 5000), returned, answered(chance));
  for (const legs of [missed, returned]) traffic.chain('bait: call back', 'none: same numbers', legs);
  return 2;
}

/** One phone with two lines makes two calls at a time. */
function twoLines(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const phone = people.phone();
  for (const number of [phone.number, people.phone().number]) {
    const legs = throughSbc(traffic, { ...phone, number }, people.outsider());
    play(chance, startUs + chance.time(0, 500), legs, answered(chance));
    traffic.chain('bait: two lines', 'none: same numbers', legs);
  }
  return 2;
}

/** Between two hosts, past the SBC. */
function direct(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const leg = legOf(recording, chance, { caller: people.phone(), callee: people.phone() });
  play(chance, startUs, [leg], everyday(chance));
  traffic.alone('bait: past the host', leg.callId);
  return 1;
}

export const BAITS: readonly Scenario[] = [
  { weight: 1, play: retry },
  { weight: 1, play: retryAlone },
  { weight: 2, play: strangers },
  { weight: 2, play: constantMedia },
  { weight: 2, play: constantHeader },
  { weight: 1, play: headerOfDevice },
  { weight: 1, play: callBack },
  { weight: 1, play: twoLines },
  { weight: 2, play: direct },
];
