/** Calls that a host forwards to somebody else, and says so: Diversion (RFC 5806) or History-Info (RFC 7044). */
import type { Headers } from '../../../samples/compose/message.js';
import type { Chance } from './chance.js';
import type { Leg } from './leg.js';
import { accept, answered, back, begin, echo, forwarding, hangUp } from './manner.js';
import { same } from './numbers.js';
import { type Party, SBC } from './people.js';
import { legOf, legsOf, type Marks, through } from './route.js';
import type { Scenario } from './scenario.js';
import type { Traffic } from './traffic.js';

function saying(chance: Chance, by: Party, to: Party, reason: string): Headers {
  const [diverting, target] = [`sip:${by.number}@${SBC.outside.ip}`, `sip:${to.number}@${to.at.ip}`];
  if (chance.percent(50)) return [['Diversion', `<${diverting}>;reason=${reason};privacy=off;screen=yes`]];
  return [
    ['History-Info', `<${diverting}>;index=1`],
    ['History-Info', `<${target};cause=302>;index=1.1`],
  ];
}

/** The leg on to the one it is forwarded to. */
function onwards({ recording, chance }: Traffic, caller: Party, by: Party, to: Party, reason: string): Leg {
  const marks: Marks = { headers: () => saying(chance, by, to, reason) };
  const near = { at: through(SBC, caller).sends, agent: SBC.agent, number: caller.number };
  return legOf(recording, chance, { caller: near, callee: to }, marks);
}

function converse({ chance }: Traffic, nowUs: number, legs: readonly Leg[]): void {
  const manner = answered(chance);
  const last = legs.at(-1)!;
  last.invite(nowUs);
  last.reply(nowUs + chance.delay(1, 20), 100);
  nowUs += chance.time(100, 1500);
  back(chance, nowUs, legs, (leg, atUs) => leg.reply(atUs, 180));
  const answeredUs = accept(chance, nowUs + manner.ringUs, legs);
  hangUp(chance, answeredUs + manner.talkUs, legs, manner.hangsUp);
}

/** Without asking the one called first. */
function unconditional(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const [caller, by, to] = [people.outsider(), people.phone(), people.outsider()];
  const taken = { at: SBC.outside, agent: SBC.agent, number: by.number };
  const incoming = legOf(recording, chance, { caller, callee: taken });
  const onward = onwards(traffic, caller, by, to, 'unconditional');
  converse(traffic, begin(chance, startUs, incoming, false) + forwarding(chance), [incoming, onward]);
  traffic.chain('forwarded at once', 'diversion', [incoming, onward]);
  return 1;
}

/** After the one called is busy, says where to (302), or does not answer in time. */
function afterTrying(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const [caller, by, to] = [people.outsider(), people.phone(), people.phone()];
  const hops = [through(SBC, caller)];
  const [incoming, tried] = legsOf(recording, chance, { caller, hops, called: by, rewriting: same }) as [Leg, Leg];
  let nowUs = begin(chance, startUs, incoming, false) + forwarding(chance);
  tried.invite(nowUs);
  const reason = chance.pick(['user-busy', 'no-answer', 'deflection']);
  nowUs += chance.time(60, 600);
  if (reason === 'no-answer') {
    back(chance, nowUs, [incoming, tried], (leg, atUs) => leg.reply(atUs, 180));
    nowUs = tried.cancel(nowUs + chance.time(4000, 12_000));
  } else {
    const moved: Headers = [['Contact', `<sip:${to.number}@${SBC.inside.ip}>`]];
    if (reason === 'deflection') tried.reply(nowUs, 302, { headers: moved });
    else tried.reply(nowUs, 486);
    tried.ack(nowUs + chance.delay(0.5, 10));
  }
  const onward = onwards(traffic, caller, by, to, reason);
  converse(traffic, nowUs + echo(chance), [incoming, onward]);
  const [a, b, c] = [incoming.callId, tried.callId, onward.callId];
  traffic.call(
    'forwarded after trying',
    [a, b, c],
    [
      { a, b, kind: 'none: same numbers' },
      { a, b: c, kind: 'diversion' },
    ],
  );
  return 1;
}

export const DIVERSIONS: readonly Scenario[] = [
  { weight: 1, play: unconditional },
  { weight: 1, play: afterTrying },
];
