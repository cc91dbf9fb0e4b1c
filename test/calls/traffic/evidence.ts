/** What the hosts of a call leave in their messages that tells which leg comes from which, a kind each. */
import type { Chance } from './chance.js';
import type { Marks } from './route.js';

/** Marks for one call. */
export type Evidence = (chance: Chance) => Marks;

const NIL = '0'.repeat(32);

/** A header in the second leg that is the Call-ID of the first. */
function naming(...names: string[]): Evidence {
  return chance => {
    const name = chance.pick(names);
    return { headers: before => (before ? [[name, before.callId]] : []) };
  };
}

export const EVIDENCE: Readonly<Record<string, Evidence>> = {
  'call-id-header': naming('X-Call-ID', 'X-CID', 'X-Original-Call-ID', 'X-Acme-Parent'),
  'session-id': chance => {
    const [caller, called] = [chance.hex(32), chance.hex(32)];
    return {
      headers: () => [['Session-ID', `${caller};remote=${NIL}`]],
      answerHeaders: [['Session-ID', `${called};remote=${caller}`]],
    };
  },
};
