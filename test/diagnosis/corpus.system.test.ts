/**
 * Every finding in real captures was looked at: those that are right are listed with a word why, and nothing else may be said. The good
 * calls among them are the bait: a cause that is said of one is a fault.
 */
import { describe, expect, it } from 'vitest';
import { CORPUS_ABSENT, hasCorpus } from '../capture/captures.js';
import { SURE_ABUSE } from './corpus/abuse.js';
import { SURE_ANSWERED } from './corpus/answered.js';
import { SURE_FORKING } from './corpus/forking.js';
import { SURE_LOAD } from './corpus/load.js';
import { SURE_NUMBERS } from './corpus/numbers.js';
import { SURE_OFFERS } from './corpus/offers.js';
import { SURE_REGISTRATION } from './corpus/registration.js';
import { SURE_ROUTING } from './corpus/routing.js';
import { SURE_SILENCE } from './corpus/silence.js';
import { SURE_TRANSFERS } from './corpus/transfers.js';
import { SURE_TRANSPORT } from './corpus/transport.js';
import { captures, findingsOf } from './corpus/findings.js';
import type { Sure } from './corpus/sure.js';

const SURE: readonly Sure[] = [
  ...SURE_SILENCE,
  ...SURE_TRANSPORT,
  ...SURE_NUMBERS,
  ...SURE_REGISTRATION,
  ...SURE_ROUTING,
  ...SURE_OFFERS,
  ...SURE_ANSWERED,
  ...SURE_FORKING,
  ...SURE_TRANSFERS,
  ...SURE_LOAD,
  ...SURE_ABUSE,
];

/** "cause: 1, 2" of each cause in a capture. */
function listed(found: Iterable<{ cause: string; conversation: number }>): string[] {
  const byCause = new Map<string, number[]>();
  for (const { cause, conversation } of found) {
    const known = byCause.get(cause);
    if (known === undefined) byCause.set(cause, [conversation]);
    else known.push(conversation);
  }
  return Array.from(
    byCause,
    ([cause, conversations]) => `${cause}: ${conversations.sort((a, b) => a - b).join(', ')}`,
  ).sort();
}

describe.skipIf(!hasCorpus)(`what is found in real captures (${CORPUS_ABSENT} otherwise)`, () => {
  it.each(hasCorpus ? captures() : [])('%s', async path => {
    const found = await findingsOf(path);
    const said = found.flatMap(({ conversation, findings }) => findings.map(({ cause }) => ({ cause, conversation })));
    const sure = SURE.filter(each => each.path === path);
    const right = sure.flatMap(({ cause, conversations }) =>
      conversations.map(conversation => ({ cause, conversation })),
    );
    expect(listed(said)).toEqual(listed(right));
  });
});
