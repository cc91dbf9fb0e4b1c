/** Calls of two and three legs, by what tells that they are one call. */
import type { Chance } from './chance.js';
import { EVIDENCE, type Evidence } from './evidence.js';
import { answered, everyday, play } from './manner.js';
import { otherPrefix, rewritten, same } from './numbers.js';
import { BORDER, type Host, PBX, SBC } from './people.js';
import { legsOf, type Rewriting, through } from './route.js';
import type { Scenario } from './scenario.js';
import type { Traffic } from './traffic.js';

interface Way {
  kind: string;
  evidence: Evidence;
  rewriting: Rewriting;
  hosts: readonly Host[];
}

const NOTHING: Evidence = () => ({});
/** Such evidence is in the answer: there has to be one. */
const NEEDS_ANSWER = ['answer'];

function call(traffic: Traffic, startUs: number, { kind, evidence, rewriting, hosts }: Way): number {
  const { recording, chance, people } = traffic;
  const [caller, called] = people.pair();
  const hops = hosts.map(host => through(host, caller));
  const legs = legsOf(recording, chance, { caller, hops, called, rewriting, marks: evidence(chance) });
  play(chance, startUs, legs, NEEDS_ANSWER.includes(kind) ? answered(chance) : everyday(chance));
  traffic.chain(hosts.length === 1 ? 'two legs' : 'three legs, marked', kind, legs);
  return 1;
}

/** Two legs that nothing in the messages joins: only the host, the times and the numbers. */
function unmarked(kind: string, rewriting: Rewriting): Scenario['play'] {
  return (traffic, startUs) => call(traffic, startUs, { kind, evidence: NOTHING, rewriting, hosts: [SBC] });
}

/** Two legs whose numbers say nothing. */
function marked(kind: string, evidence: Evidence): Scenario['play'] {
  return (traffic, startUs) =>
    call(traffic, startUs, { kind, evidence, rewriting: rewritten, hosts: [borderOrSbc(traffic.chance)] });
}

/** Three legs with the same kind of evidence between the first two and the last two. */
function markedChain(traffic: Traffic, startUs: number): number {
  const [kind, evidence] = traffic.chance.pick(Object.entries(EVIDENCE));
  return call(traffic, startUs, { kind, evidence, rewriting: rewritten, hosts: [borderOrSbc(traffic.chance), PBX] });
}

/** Half of the calls go through a host that is not known as one: no times and echoes join them. */
function borderOrSbc(chance: Chance): Host {
  return chance.percent(50) ? BORDER : SBC;
}

export const JOINED: readonly Scenario[] = [
  { weight: 6, play: unmarked('none: same numbers', same) },
  { weight: 6, play: unmarked('none: other prefix', otherPrefix) },
  { weight: 3, play: unmarked('none: rewritten', rewritten) },
  ...Object.entries(EVIDENCE).map(([kind, evidence]) => ({ weight: 2, play: marked(kind, evidence) })),
  { weight: 2, play: markedChain },
];
