/** Every classic pcap of the corpus in parts: opened together, they say of each conversation what the whole says. */
import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CORPUS_ABSENT, corpusFile, hasCorpus } from '../capture/captures.js';
import { CUTS, splitCapture } from '../capture/split.js';
import { type CoreSession, readTogether } from '../engine/core-session.js';
import { expectations, reasonOf } from './corpus.js';

/** Cut and read six times: a larger one shows nothing that a smaller one does not. */
const MAX_BYTES = 1_000_000;

/** A response is captured before its request at the same microsecond: their order is lost once they are in two files. */
const EQUAL_TIMES = ['torture/pcap/torture-pjsip-fuzz-sip.pcap'];

/** Without the index, which is also what a call is known by: packets of equal times may change places. */
async function listed(session: CoreSession): Promise<unknown[]> {
  const all = (await session.listed()).sort((a, b) => (`${a['callId']}` < `${b['callId']}` ? -1 : 1));
  return all.map(each => ({ ...each, index: null, call: null }));
}

describe.skipIf(!hasCorpus)(`the corpus in parts${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  const small = expectations().filter(
    ({ path }) => statSync(corpusFile(path)).size < MAX_BYTES && !EQUAL_TIMES.includes(path),
  );

  it.each(small.map(each => [reasonOf(each.path), each] as const))('%s', async (_, { path }) => {
    const whole = await readTogether(corpusFile(path));
    const expected = await listed(whole);
    for (const cut of Object.values(CUTS)) {
      const parts = splitCapture(corpusFile(path), cut);
      if (parts === null) return;
      expect(await listed(await readTogether(...parts))).toEqual(expected);
      expect(await listed(await readTogether(...parts.toReversed()))).toEqual(expected);
    }
  });
});
