/** What the capture shows of the numbers on the way of a refused call: what a user may adopt as settings. */
import type { CauseId } from '../model/causes.js';
import type { TrunkFormat } from '../model/diagnosis-settings.js';
import type { Case } from './case.js';
import { numbersOf } from './facts/limits/host-numbers.js';
import { refusedCall } from './facts/limits/refused-call.js';
import { trunkOf } from './facts/limits/trunks.js';
import { type Block, blockRange, blockText } from './numbers/own-numbers.js';

/** Blocks of one host that are told: with more, a capture does not show whose the numbers are. */
const MAX_BLOCKS = 8;

/** Causes of which it is told. */
export const LEARNED_OF: ReadonlySet<CauseId> = new Set<CauseId>([
  'caller-id-extension',
  'caller-id-not-accepted',
  'asserted-identity-missing',
  'asserted-identity-wrong',
  'diversion-wrong',
  'diversion-missing',
]);

export interface Learned {
  /** The host whose numbers they are, and the host that takes them. */
  source: string;
  peer: string;
  /** "41515xx", with "4151500-4151599" of each. */
  blocks: string[];
  ranges: string[];
  /** Digits of the numbers, each length once. */
  digits: number[];
  /** How accepted callers are written; null where that is not told by the numbers alone. */
  format: TrunkFormat | null;
  /** Accepted callers that are not of the host all came with Diversion. */
  needsDiversion: boolean;
}

/** What is learned on the way of a refused call; undefined where that is nothing, or settings say already what its trunk takes. */
export function learnedFrom(c: Case): Learned | undefined {
  const refused = refusedCall(c);
  if (refused === undefined) return undefined;
  const { invite, admitted } = refused;
  if ((trunkOf(c, invite.destination)?.allowed ?? null) !== null) return undefined;
  const own = numbersOf(c, invite.source);
  const blocks = own.blocks();
  if (blocks.length === 0 || blocks.length > MAX_BLOCKS) return undefined;
  const callers = admitted.map(({ identity }) => identity.caller.number.shape);
  const foreign = admitted.filter(({ identity }) => !own.has(identity.caller.number));
  return {
    source: c.host(invite.source),
    peer: c.host(invite.destination),
    blocks: blocks.map(blockText),
    ranges: blocks.map(blockRange),
    digits: [...new Set(blocks.map(lengthOf))],
    format: callers.length > 0 && callers.every(({ lead }) => lead === '+') ? '+E164' : null,
    needsDiversion: foreign.length > 1 && foreign.every(({ identity }) => identity.diverted !== null),
  };
}

function lengthOf({ prefix, open }: Block): number {
  return prefix.length + open;
}
