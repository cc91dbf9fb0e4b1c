/** Logs of the corpus as people paste them: the first conversation of each, and how many there are. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CORPUS_ABSENT, corpusFile, hasCorpus } from '../capture/captures.js';
import { readTogether } from '../engine/core-session.js';

type Expected = Record<string, string | number | null>;

const expected: Record<string, Expected> = hasCorpus
  ? JSON.parse(readFileSync(corpusFile('logs/expected.json'), 'utf8'))
  : {};

describe.skipIf(!hasCorpus)(`logs${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  it.each(Object.entries(expected))('%s', async (name, wanted) => {
    const all = await (await readTogether(corpusFile(`logs/${name}`))).listed();
    expect(all.length).toBe(wanted['conversations']);
    expect({ ...all[0]!, conversations: all.length }).toMatchObject(wanted);
  });

  it('has logs', () => {
    expect(Object.keys(expected).length).toBeGreaterThan(10);
  });
});
