/** Calls of several legs, by what tells that they are one call. */
import { EVIDENCE, type Evidence } from './evidence.js';
import { answered, everyday, play } from './manner.js';
import { otherPrefix, rewritten, same } from './numbers.js';
import { BORDER, type Host, SBC } from './people.js';
import { legsOf, type Rewriting, through } from './route.js';
import type { Scenario } from './scenario.js';

/** Two legs that nothing in the messages joins: only the host, the times and the numbers. */
function unmarked(kind: string, rewriting: Rewriting): Scenario['play'] {
  return twoLegs(
    kind,
    () => ({}),
    rewriting,
    () => SBC,
  );
}

/** Two legs whose numbers say nothing, half of them through a host that is not known as one. */
function marked(kind: string, evidence: Evidence): Scenario['play'] {
  return twoLegs(kind, evidence, rewritten, even => (even ? BORDER : SBC));
}

function twoLegs(
  kind: string,
  evidence: Evidence,
  rewriting: Rewriting,
  by: (even: boolean) => Host,
): Scenario['play'] {
  return (traffic, startUs) => {
    const { recording, chance, people } = traffic;
    const [caller, called] = people.pair();
    const hops = [through(by(chance.percent(50)), caller)];
    const legs = legsOf(recording, chance, { caller, hops, called, rewriting, marks: evidence(chance) });
    play(chance, startUs, legs, NEEDS_ANSWER.includes(kind) ? answered(chance) : everyday(chance));
    traffic.chain('two legs', kind, legs);
    return 1;
  };
}

/** Such evidence is in the answer: there has to be one. */
const NEEDS_ANSWER = ['answer'];

export const JOINED: readonly Scenario[] = [
  { weight: 6, play: unmarked('none: same numbers', same) },
  { weight: 6, play: unmarked('none: other prefix', otherPrefix) },
  { weight: 3, play: unmarked('none: rewritten', rewritten) },
  ...Object.entries(EVIDENCE).map(([kind, evidence]) => ({ weight: 2, play: marked(kind, evidence) })),
];
