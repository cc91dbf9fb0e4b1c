/** One caller, several called: at once (a group of phones) or one after the other (a list of gateways). */
import { accept, answered, back, begin, echo, forwarding, hangUp } from './manner.js';
import type { Leg } from './leg.js';
import { same, toExtension } from './numbers.js';
import { type Party, SBC } from './people.js';
import { legOf, legsOf, type Rewriting, through } from './route.js';
import type { Scenario } from './scenario.js';
import type { Traffic } from './traffic.js';

const ELSEWHERE = [['Reason', 'SIP;cause=200;text="Call completed elsewhere"']] as const;

interface Fan {
  incoming: Leg;
  branches: readonly Leg[];
}

/** The leg to the SBC, and the legs from there to each of the called. */
function fan({ recording, chance }: Traffic, caller: Party, called: readonly Party[], rewriting: Rewriting): Fan {
  const hops = [through(SBC, caller)];
  const [incoming, first] = legsOf(recording, chance, { caller, hops, called: called[0]!, rewriting }) as [Leg, Leg];
  const others = called.slice(1).map(party => {
    const number = rewriting({ caller: caller.number, called: incoming.plan.callee.number }, chance).called;
    return legOf(recording, chance, { caller: first.plan.caller, callee: { ...party, number } });
  });
  return { incoming, branches: [first, ...others] };
}

function note(traffic: Traffic, shape: string, kind: string, { incoming, branches }: Fan): void {
  const a = incoming.callId;
  const legs = branches.map(({ callId }) => callId);
  traffic.call(
    shape,
    [a, ...legs],
    legs.map(b => ({ a, b, kind })),
  );
}

/** All ring; one answers, and the others are cancelled. */
function fork(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const called = Array.from({ length: 2 + chance.below(3) }, () => people.phone());
  const [kind, rewriting] = chance.percent(50)
    ? (['none: same numbers', same] as const)
    : (['none: same caller', toExtension] as const);
  const all = fan(traffic, people.outsider(), called, rewriting);
  const { incoming, branches } = all;
  const sentUs = begin(chance, startUs, incoming, false) + forwarding(chance);
  const rings = branches.map(branch => {
    const atUs = sentUs + chance.delay(0, 20);
    branch.invite(atUs);
    branch.reply(atUs + chance.delay(0.3, 20), 100);
    const ringsUs = atUs + chance.time(60, 900);
    branch.reply(ringsUs, 180);
    return ringsUs;
  });
  incoming.reply(Math.min(...rings) + echo(chance), 180);
  const winner = chance.pick(branches);
  const pickedUpUs = Math.max(...rings) + chance.time(500, 8000);
  const answeredUs = accept(chance, pickedUpUs, [incoming, winner]);
  for (const branch of branches) if (branch !== winner) branch.cancel(pickedUpUs + chance.delay(1, 10), ELSEWHERE);
  hangUp(chance, answeredUs + chance.delay(800, 12_000), [incoming, winner], chance.pick(['caller', 'callee']));
  note(traffic, 'fork', kind, all);
  return 1;
}

/** The first refuses, or says nothing; the next gets the call. */
function hunt(traffic: Traffic, startUs: number): number {
  const { chance, people } = traffic;
  const called = Array.from({ length: 2 + chance.below(2) }, () => people.outsider());
  const all = fan(traffic, people.phone(), called, same);
  const { incoming, branches } = all;
  let nowUs = begin(chance, startUs, incoming, chance.percent(30)) + forwarding(chance);
  for (const branch of branches.slice(0, -1)) {
    branch.invite(nowUs);
    if (chance.percent(30)) {
      for (const afterMs of [500, 1500, 3500]) branch.invite(nowUs + afterMs * 1000);
      nowUs += 4_000_000;
    } else {
      nowUs += chance.delay(5, 300);
      branch.reply(nowUs, chance.pick([503, 503, 486, 480]));
      branch.ack(nowUs + chance.delay(0.5, 10));
    }
    nowUs += chance.delay(2, 50);
  }
  const last = branches.at(-1)!;
  last.invite(nowUs);
  last.reply(nowUs + chance.delay(1, 20), 100);
  nowUs += chance.time(100, 1500);
  back(chance, nowUs, [incoming, last], (leg, atUs) => leg.reply(atUs, 180));
  const manner = answered(chance);
  const answeredUs = accept(chance, nowUs + manner.ringUs, [incoming, last]);
  hangUp(chance, answeredUs + manner.talkUs, [incoming, last], manner.hangsUp);
  note(traffic, 'hunt', 'none: same numbers', all);
  return 1;
}

export const FORKS: readonly Scenario[] = [
  { weight: 2, play: fork },
  { weight: 2, play: hunt },
];
