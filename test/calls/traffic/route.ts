/** The way of a call through hosts: who is at each end of each leg, and what a host keeps of the leg before. */
import type { Endpoint } from '../../../samples/compose/endpoint.js';
import type { Headers } from '../../../samples/compose/message.js';
import type { Chance } from './chance.js';
import { Leg } from './leg.js';
import { ownMedia } from './media.js';
import type { Agent, Host, Party } from './people.js';
import type { Recording } from './recording.js';

/** A host on the way, with the address it takes the call at and the one it sends it on from. */
export interface Hop {
  agent: Agent;
  takes: Endpoint;
  sends: Endpoint;
}

/** The numbers of a leg as its host writes them. */
export interface Numbers {
  caller: string;
  called: string;
}

export type Rewriting = (numbers: Numbers, chance: Chance) => Numbers;

/** What the hosts of one call keep from leg to leg. All is made anew where a field is absent. */
export interface Marks {
  callId?(before: Leg): string;
  /** In the INVITE of each leg; of the first without `before`. */
  headers?(before: Leg | undefined): Headers;
  /** In the answers of each leg that ring or accept. */
  answerHeaders?: Headers;
  keepsVias?: boolean;
  /** Of the leg that begins or ends at this address. */
  offer?(ip: string): string;
  answer?(ip: string): string;
}

export interface Route {
  caller: Party;
  hops: readonly Hop[];
  called: Party;
  rewriting: Rewriting;
  marks?: Marks;
  /** A proxy between the caller and the first host. */
  proxy?: Endpoint;
}

/** A host as a hop: what comes from a trunk comes in at its outside. */
export function through(host: Host, from: Party): Hop {
  const outside = from.at.ip.startsWith('198.');
  const [takes, sends] = outside ? [host.outside, host.inside] : [host.inside, host.outside];
  return { agent: host.agent, takes, sends };
}

/** The legs of a call, none of which has begun. */
export function legsOf(recording: Recording, chance: Chance, route: Route): Leg[] {
  const { caller, hops, called, rewriting } = route;
  const legs: Leg[] = [];
  let numbers: Numbers = { caller: caller.number, called: called.number };
  for (let at = 0; at <= hops.length; at++) {
    const from = hops[at - 1];
    const to = hops[at];
    if (from) numbers = rewriting(numbers, chance);
    const near = from ? { at: from.sends, agent: from.agent } : caller;
    const far = to ? { at: to.takes, agent: to.agent } : called;
    const ends = {
      caller: { at: near.at, agent: near.agent, number: numbers.caller },
      callee: { at: far.at, agent: far.agent, number: numbers.called },
    };
    legs.push(legOf(recording, chance, ends, route.marks, legs.at(-1), from ? undefined : route.proxy));
  }
  return legs;
}

/** One leg more, by a host that has marks to leave. */
export function legOf(
  recording: Recording,
  chance: Chance,
  { caller, callee }: { caller: Party; callee: Party },
  marks: Marks = {},
  before?: Leg,
  proxy?: Endpoint,
): Leg {
  return new Leg(recording, chance, {
    caller,
    callee,
    callId: (before && marks.callId?.(before)) ?? caller.agent.callId(chance, caller.at),
    headers: marks.headers?.(before) ?? [],
    answerHeaders: marks.answerHeaders ?? [],
    ...(proxy && { proxy }),
    ...(marks.keepsVias && before && { viasBelow: () => before.vias }),
    offer: marks.offer?.(caller.at.ip) ?? ownMedia(chance, caller.at.ip),
    answer: marks.answer?.(callee.at.ip) ?? ownMedia(chance, callee.at.ip),
  });
}
