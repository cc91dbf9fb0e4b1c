/** Transfers (RFC 5589) and calls that name another dialog: REFER, Referred-By, Replaces, Join. */
import type { Headers } from '../../../samples/compose/message.js';
import type { Leg, Side } from './leg.js';
import { accept, answered, back, begin, echo, hangUp } from './manner.js';
import { same } from './numbers.js';
import { type Party, SBC } from './people.js';
import { legOf, legsOf, through } from './route.js';
import type { Scenario } from './scenario.js';
import type { Traffic } from './traffic.js';

const TALK_MS = [800, 5000] as const;

/** Rings and is answered; returns when. */
function established({ chance }: Traffic, startUs: number, legs: readonly Leg[]): number {
  let nowUs = begin(chance, startUs, legs[0]!, false);
  for (const leg of legs.slice(1)) {
    nowUs += chance.delay(2, 300);
    leg.invite(nowUs);
    leg.reply(nowUs + chance.delay(0.3, 2), 100);
  }
  nowUs += chance.time(60, 900);
  back(chance, nowUs, legs, (leg, atUs) => leg.reply(atUs, 180));
  return accept(chance, nowUs + answered(chance).ringUs, legs);
}

/** REFER, 202, and the NOTIFYs of how it goes (RFC 3515); returns when it was accepted. */
function refer({ chance }: Traffic, timeUs: number, leg: Leg, by: Side, headers: Headers): number {
  const other = by === 'caller' ? 'callee' : 'caller';
  const asked = leg.request(timeUs, by, 'REFER', { headers });
  const acceptedUs = timeUs + chance.delay(1, 40);
  leg.answer(acceptedUs, other, asked, 202);
  const notify = leg.request(acceptedUs + chance.delay(1, 30), other, 'NOTIFY', {
    headers: [
      ['Event', 'refer'],
      ['Subscription-State', 'active;expires=60'],
    ],
  });
  leg.answer(acceptedUs + chance.delay(40, 80), by, notify, 200);
  return acceptedUs;
}

function uriOf({ number, at }: Party): string {
  return `sip:${number}@${at.ip}`;
}

/** The Replaces of a REFER to a dialog as its `by` side knows it, escaped inside the URI (RFC 3891). */
function replacing(leg: Leg): string {
  const { caller, callee } = leg.tags;
  return encodeURIComponent(`${leg.callId};to-tag=${callee};from-tag=${caller}`);
}

/** Between phones: the called tells the caller to call somebody else. */
function blind(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const [a, b, c] = [people.phone(), people.phone(), people.phone()];
  const first = legOf(recording, chance, { caller: a, callee: b });
  let nowUs = established(traffic, startUs, [first]) + chance.time(...TALK_MS);
  const referredBy = [['Referred-By', `<${uriOf(b)}>`]] as const;
  nowUs = refer(traffic, nowUs, first, 'callee', [['Refer-To', `<${uriOf(c)}>`], ...referredBy]);
  const second = legOf(recording, chance, { caller: a, callee: c }, { headers: () => referredBy });
  nowUs = established(traffic, nowUs + chance.delay(5, 300), [second]);
  hangUp(chance, nowUs + echo(chance), [first], 'callee');
  hangUp(chance, nowUs + chance.time(...TALK_MS), [second], 'callee');
  traffic.chain('blind transfer', 'refer', [first, second]);
  return 1;
}

/** Through the SBC, which does what the REFER says itself; the caller's leg stays. */
function blindAtHost(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const [caller, called, target] = [people.outsider(), people.phone(), people.phone()];
  const hops = [through(SBC, caller)];
  const [incoming, first] = legsOf(recording, chance, { caller, hops, called, rewriting: same }) as [Leg, Leg];
  let nowUs = established(traffic, startUs, [incoming, first]) + chance.time(...TALK_MS);
  const referredBy: Headers = [['Referred-By', `<${uriOf(called)}>`]];
  nowUs = refer(traffic, nowUs, first, 'callee', [
    ['Refer-To', `<sip:${target.number}@${SBC.inside.ip}>`],
    ...referredBy,
  ]);
  const marks = chance.percent(70) ? { headers: () => referredBy } : {};
  const second = legOf(recording, chance, { caller: first.plan.caller, callee: target }, marks);
  nowUs = established(traffic, nowUs + chance.delay(2, 200), [second]);
  first.bye(nowUs + echo(chance), 'caller');
  hangUp(chance, nowUs + chance.time(...TALK_MS), [incoming, second], chance.pick(['caller', 'callee']));
  const [a, b, c] = [incoming.callId, first.callId, second.callId];
  traffic.call(
    'blind transfer at a host',
    [a, b, c],
    [
      { a, b, kind: 'none: same numbers' },
      { a: b, b: c, kind: 'refer' },
    ],
  );
  return 1;
}

/** Between phones: A talks to B, asks C, and connects the two; B's INVITE replaces A's call to C. */
function attended(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const [a, b, c] = [people.phone(), people.phone(), people.phone()];
  const [first, consulted] = [b, c].map(callee => legOf(recording, chance, { caller: a, callee })) as [Leg, Leg];
  let nowUs = established(traffic, startUs, [first]) + chance.time(...TALK_MS);
  nowUs = established(traffic, nowUs, [consulted]) + chance.time(...TALK_MS);
  const target = `<${uriOf(c)}?Replaces=${replacing(consulted)}>`;
  nowUs = refer(traffic, nowUs, first, 'caller', [['Refer-To', target]]);
  const { caller, callee } = consulted.tags;
  const value = `${consulted.callId};to-tag=${callee};from-tag=${caller}`;
  const last = legOf(recording, chance, { caller: b, callee: c }, { headers: () => [['Replaces', value]] });
  nowUs = begin(chance, nowUs + chance.delay(5, 200), last, false);
  nowUs = accept(chance, nowUs + chance.delay(5, 100), [last]);
  consulted.bye(nowUs + echo(chance), 'callee');
  first.bye(nowUs + echo(chance), 'caller');
  hangUp(chance, nowUs + chance.time(...TALK_MS), [last], 'caller');
  traffic.chain('attended transfer', 'replaces', [first, consulted, last]);
  return 1;
}

/** Through the SBC: the two calls of A are connected there, and no INVITE is needed. */
function attendedAtHost(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const a = people.phone();
  const both = [people.outsider(), people.phone()].map(called => {
    const hops = [through(SBC, a)];
    return legsOf(recording, chance, { caller: a, hops, called, rewriting: same }) as [Leg, Leg];
  }) as [[Leg, Leg], [Leg, Leg]];
  const [first, consulted] = both;
  let nowUs = established(traffic, startUs, first) + chance.time(...TALK_MS);
  nowUs = established(traffic, nowUs, consulted) + chance.time(...TALK_MS);
  const target = `<sip:${consulted[0].plan.callee.number}@${SBC.inside.ip}?Replaces=${replacing(consulted[0])}>`;
  nowUs = refer(traffic, nowUs, first[0], 'caller', [['Refer-To', target]]) + echo(chance);
  for (const leg of [first[0], consulted[0]]) leg.bye(nowUs + echo(chance), 'callee');
  hangUp(chance, nowUs + chance.time(...TALK_MS), [first[1], consulted[1]], chance.pick(['caller', 'callee']));
  const ids = [...first, ...consulted].map(({ callId }) => callId) as [string, string, string, string];
  traffic.call('attended transfer at a host', ids, [
    { a: ids[0], b: ids[1], kind: 'none: same numbers' },
    { a: ids[2], b: ids[3], kind: 'none: same numbers' },
    { a: ids[0], b: ids[2], kind: 'replaces' },
  ]);
  return 2;
}

/** A colleague takes the ringing call (Replaces), or comes in later (Join, RFC 3911). */
function pickup(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const [caller, called, colleague] = [people.outsider(), people.phone(), people.phone()];
  const hops = [through(SBC, caller)];
  const [incoming, ringing] = legsOf(recording, chance, { caller, hops, called, rewriting: same }) as [Leg, Leg];
  const joins = chance.percent(30);
  const value = `${ringing.callId};to-tag=${ringing.tags.callee};from-tag=${ringing.tags.caller}`;
  const callee = { at: SBC.inside, agent: SBC.agent, number: called.number };
  const headers: Headers = [[joins ? 'Join' : 'Replaces', value]];
  const third = legOf(recording, chance, { caller: colleague, callee }, { headers: () => headers });
  if (joins) {
    let nowUs = established(traffic, startUs, [incoming, ringing]) + chance.time(...TALK_MS);
    nowUs = accept(chance, begin(chance, nowUs, third, false) + chance.delay(5, 200), [third]);
    nowUs = hangUp(chance, nowUs + chance.time(...TALK_MS), [incoming, ringing], 'caller');
    third.bye(nowUs, 'callee');
  } else {
    let nowUs = begin(chance, startUs, incoming, false) + chance.delay(2, 200);
    ringing.invite(nowUs);
    nowUs += chance.time(60, 900);
    back(chance, nowUs, [incoming, ringing], (leg, atUs) => leg.reply(atUs, 180));
    nowUs = begin(chance, nowUs + chance.time(1000, 8000), third, false) + chance.delay(5, 100);
    third.reply(nowUs, 200);
    third.ack(nowUs + chance.delay(1, 30));
    nowUs += echo(chance);
    incoming.reply(nowUs, 200);
    incoming.ack(nowUs + chance.delay(1, 30));
    ringing.cancel(nowUs + chance.delay(1, 10));
    nowUs += chance.time(...TALK_MS);
    incoming.bye(nowUs, 'caller');
    third.bye(nowUs + echo(chance), 'callee');
  }
  const [a, b, c] = [incoming.callId, ringing.callId, third.callId];
  traffic.call(
    'pickup',
    [a, b, c],
    [
      { a, b, kind: 'none: same numbers' },
      { a: b, b: c, kind: 'replaces' },
    ],
  );
  return 1;
}

export const TRANSFERS: readonly Scenario[] = [
  { weight: 1, play: blind },
  { weight: 1, play: blindAtHost },
  { weight: 1, play: attended },
  { weight: 1, play: attendedAtHost },
  { weight: 1, play: pickup },
];
