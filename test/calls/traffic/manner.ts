/** How a call goes: what becomes of it and when, from the INVITE of its first leg to the end of all. */
import type { Chance } from './chance.js';
import type { Leg, Side } from './leg.js';

export interface Manner {
  /**
   * Answered; refused by the called with `status`; cancelled by the caller; "silent": the called never answers; "rings out": a host
   * gives up the ringing called; "voicemail": it does, and answers the caller itself.
   */
  outcome: 'answered' | 'refused' | 'cancelled' | 'silent' | 'rings out' | 'voicemail';
  status: number;
  /** The first INVITE has to come again with a password. */
  challenge: boolean;
  reinvite: boolean;
  ringUs: number;
  talkUs: number;
  hangsUp: Side;
}

/** An answered call: it rings for seconds and is spoken for some more. */
export function answered(chance: Chance, manner: Partial<Manner> = {}): Manner {
  return {
    ...{ outcome: 'answered', status: 200, challenge: chance.percent(15), reinvite: false },
    ...{ ringUs: chance.delay(300, 9000), talkUs: chance.delay(800, 15_000) },
    ...{ hangsUp: chance.pick(['caller', 'callee']) },
    ...manner,
  };
}

/** What calls of a busy hour come to. */
export function everyday(chance: Chance): Manner {
  const what = chance.below(20);
  if (what < 14) return answered(chance);
  if (what < 17) return answered(chance, { outcome: 'cancelled' });
  return answered(chance, { outcome: 'refused', status: chance.pick([486, 486, 404, 480, 503]) });
}

/** RFC 3261, timer A: T1 doubled each time; timer B ends it after 64·T1. */
const RETRANSMITTED_MS = [500, 1500, 3500, 7500, 15_500, 31_500];
const TIMER_B_MS = 32_000;

/** How long a host thinks before it sends an INVITE on. */
export function forwarding(chance: Chance): number {
  return chance.percent(3) ? chance.time(500, 2000) : chance.delay(2, 300);
}

/** How long a host takes to pass on whatever is not an INVITE. */
export function echo(chance: Chance): number {
  return chance.delay(1, 30);
}

/** Plays a call over its legs, the caller's first. Returns when the last leg ended. */
export function play(chance: Chance, startUs: number, legs: readonly Leg[], manner: Manner): number {
  let nowUs = begin(chance, startUs, legs[0]!, manner.challenge);
  for (const leg of legs.slice(1)) {
    nowUs += forwarding(chance);
    leg.invite(nowUs);
    if (leg !== legs.at(-1) || (manner.outcome !== 'silent' && chance.percent(70)))
      leg.reply(nowUs + chance.delay(0.3, 2), 100);
  }
  if (manner.outcome === 'silent') return giveUp(chance, nowUs, legs);
  if (manner.outcome === 'refused' && (manner.status !== 486 || chance.percent(50)))
    return refuse(chance, nowUs + chance.delay(5, 900), legs, manner.status);
  nowUs += chance.time(60, 1200);
  ring(chance, nowUs, legs);
  nowUs += manner.ringUs;
  if (manner.outcome === 'refused') return refuse(chance, nowUs, legs, manner.status);
  if (manner.outcome === 'cancelled') return cancel(chance, nowUs, legs);
  if (manner.outcome === 'rings out') return ringOut(chance, nowUs, legs);
  if (manner.outcome === 'voicemail') return voicemail(chance, nowUs, legs, manner);
  const answeredUs = accept(chance, nowUs, legs);
  if (manner.reinvite) reinvite(chance, answeredUs + Math.round(manner.talkUs / 3), legs, manner.hangsUp);
  return hangUp(chance, answeredUs + manner.talkUs, legs, manner.hangsUp);
}

/** The first leg's INVITE and its 100; returns when the INVITE was there that counts. */
export function begin(chance: Chance, startUs: number, leg: Leg, challenge: boolean): number {
  leg.invite(startUs);
  const nowUs = challenge ? leg.challenge(startUs + chance.delay(1, 25), chance.pick([401, 407])) : startUs;
  leg.reply(nowUs + chance.delay(0.3, 1.9), 100);
  return nowUs;
}

/** Does the same on each leg, the called's first; returns the time of the caller's. */
export function back(
  chance: Chance,
  timeUs: number,
  legs: readonly Leg[],
  step: (leg: Leg, timeUs: number) => void,
): number {
  for (const leg of legs.toReversed()) {
    step(leg, timeUs);
    if (leg !== legs[0]) timeUs += echo(chance);
  }
  return timeUs;
}

/** 180 or 183 on each leg, sometimes both; a few hosts tell their caller that it rings before it does. */
function ring(chance: Chance, timeUs: number, legs: readonly Leg[]): void {
  const early = legs.length > 1 && chance.percent(4);
  if (early) legs[0]!.reply(timeUs - chance.time(5, 55), 180);
  const ringing = early ? legs.slice(1) : legs;
  const progress = chance.percent(80) ? 180 : 183;
  back(chance, timeUs, ringing, (leg, atUs) => leg.reply(atUs, progress));
  if (progress === 183 && chance.percent(50))
    back(chance, timeUs + chance.time(100, 190), ringing, (leg, atUs) => leg.reply(atUs, 180));
}

/** 200 on each leg, and the ACKs. */
export function accept(chance: Chance, timeUs: number, legs: readonly Leg[]): number {
  return back(chance, timeUs, legs, (leg, at) => {
    leg.reply(at, 200);
    leg.ack(at + chance.delay(0.5, 40));
  });
}

/** The called's refusal; hosts mostly pass on the status. */
export function refuse(chance: Chance, timeUs: number, legs: readonly Leg[], status: number): number {
  const passed = chance.percent(80) ? status : chance.pick([480, 500, 503]);
  return back(chance, timeUs, legs, (leg, at) => {
    leg.reply(at, leg === legs.at(-1) ? status : passed);
    leg.ack(at + chance.delay(0.5, 20));
  });
}

/** BYE from one end to the other. */
export function hangUp(chance: Chance, timeUs: number, legs: readonly Leg[], by: Side): number {
  for (const leg of by === 'caller' ? legs : legs.toReversed()) {
    leg.bye(timeUs, by);
    timeUs += echo(chance);
  }
  return timeUs;
}

function cancel(chance: Chance, timeUs: number, legs: readonly Leg[]): number {
  let endUs = timeUs;
  for (const leg of legs) {
    endUs = Math.max(endUs, leg.cancel(timeUs));
    timeUs += echo(chance);
  }
  return endUs;
}

/** A host has waited long enough: CANCEL to the called, 480 or 408 to the caller. */
function ringOut(chance: Chance, timeUs: number, legs: readonly Leg[]): number {
  const cancelled = legs.at(-1)!.cancel(timeUs);
  return refuse(chance, cancelled + echo(chance), legs.slice(0, -1), chance.pick([480, 408]));
}

/** The same, but the host before the called answers the caller. */
function voicemail(chance: Chance, timeUs: number, legs: readonly Leg[], { talkUs }: Manner): number {
  const others = legs.slice(0, -1);
  const cancelled = legs.at(-1)!.cancel(timeUs);
  return hangUp(chance, accept(chance, cancelled + echo(chance), others) + talkUs, others, 'caller');
}

/** INVITEs without any answer, then 408 or the like to the caller. */
function giveUp(chance: Chance, sentUs: number, legs: readonly Leg[]): number {
  const patienceMs = chance.percent(50) ? TIMER_B_MS : chance.time(3, 10);
  for (const afterMs of RETRANSMITTED_MS) if (afterMs < patienceMs) legs.at(-1)!.invite(sentUs + afterMs * 1000);
  return refuse(chance, sentUs + patienceMs * 1000 + echo(chance), legs.slice(0, -1), chance.pick([408, 480, 503]));
}

function reinvite(chance: Chance, timeUs: number, legs: readonly Leg[], by: Side): void {
  const ordered = by === 'caller' ? legs : legs.toReversed();
  const sent = ordered.map(leg => {
    const body = by === 'caller' ? leg.plan.offer : leg.plan.answer;
    const message = leg.request(timeUs, by, 'INVITE', { body });
    timeUs += echo(chance);
    return { leg, message };
  });
  timeUs += chance.delay(5, 100);
  for (const { leg, message } of sent.toReversed()) {
    const body = by === 'caller' ? leg.plan.answer : leg.plan.offer;
    leg.answer(timeUs, by === 'caller' ? 'callee' : 'caller', message, 200, { body });
    leg.ackOf(timeUs + chance.delay(0.5, 30), by, message);
    timeUs += echo(chance);
  }
}
