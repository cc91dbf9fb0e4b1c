/** Calls through hosts that leave no mark, by their shape: chains, failures, long rings. */
import { type Endpoint, endpoint } from '../../../samples/compose/endpoint.js';
import { answered, everyday, type Manner, play } from './manner.js';
import type { Chance } from './chance.js';
import { someRewriting } from './numbers.js';
import { EDGE, type Host, PBX, SBC, SWITCH } from './people.js';
import { legsOf, through } from './route.js';
import type { Scenario } from './scenario.js';

type SomeManner = (chance: Chance) => Manner;

function shaped(shape: string, hosts: readonly Host[], manner: SomeManner, proxy?: Endpoint): Scenario['play'] {
  return (traffic, startUs) => {
    const { recording, chance, people } = traffic;
    const [caller, called] = people.pair();
    const [kind, rewriting] = someRewriting(chance);
    const hops = hosts.map(host => through(host, caller));
    const legs = legsOf(recording, chance, { caller, hops, called, rewriting, ...(proxy && { proxy }) });
    play(chance, startUs, legs, manner(chance));
    traffic.chain(shape, kind, legs);
    return 1;
  };
}

const as =
  (manner: Partial<Manner>): SomeManner =>
  chance =>
    answered(chance, manner);

export const SHAPES: readonly Scenario[] = [
  { weight: 3, play: shaped('three legs', [SBC, PBX], everyday) },
  { weight: 2, play: shaped('four legs', [SBC, PBX, SWITCH], everyday) },
  { weight: 2, play: shaped('host of two addresses', [EDGE], everyday) },
  { weight: 2, play: shaped('behind a proxy', [SBC], everyday, endpoint('10.0.0.60')) },
  { weight: 1, play: shaped('called is silent', [SBC], as({ outcome: 'silent' })) },
  {
    weight: 1,
    play: shaped('called rings out', [SBC], chance =>
      answered(chance, { outcome: 'rings out', ringUs: chance.time(12_000, 25_000) }),
    ),
  },
  {
    weight: 1,
    play: shaped('refused', [SBC], chance =>
      answered(chance, { outcome: 'refused', status: chance.pick([404, 486, 503, 480, 488, 603]) }),
    ),
  },
  {
    weight: 1,
    play: shaped('voicemail', [SBC], chance =>
      answered(chance, { outcome: 'voicemail', ringUs: chance.time(4000, 15_000) }),
    ),
  },
  { weight: 1, play: shaped('password first', [SBC], as({ challenge: true })) },
  { weight: 1, play: shaped('cancelled', [SBC], as({ outcome: 'cancelled' })) },
  {
    weight: 1,
    play: shaped('re-INVITE', [SBC], chance => answered(chance, { reinvite: true, talkUs: chance.time(3000, 12_000) })),
  },
  {
    weight: 1,
    play: shaped('long ringing', [SBC], chance => answered(chance, { ringUs: chance.time(18_000, 25_000) })),
  },
];
