/** Captures read by the engine, whose core takes the common packets by itself, and by the decoder into the tables in TypeScript: they say the same. */
import { describe, expect, it, test } from 'vitest';
import { CORPUS_ABSENT, corpusBytes, corpusFile, corpusTable, hasCorpus } from '../capture/captures.js';
import { folder } from '../engine/core-session.js';
import { mutate } from '../fuzz/mutate.js';
import { Random } from '../fuzz/random.js';
import { hostileCapture } from '../hostile/capture.js';
import { KINDS, LARGE } from '../hostile/kinds.js';
import { differencesWhenPacked } from './plain-and-packed.js';
import { randomCapture } from './random-capture.js';
import { bytesByBoth, readByBoth } from './read-by-both.js';

const SEED = 20_261_127;
/** Packets of a hostile capture, and of one whose packets are as long as a datagram may be. */
const HOSTILE = 300;
const HOSTILE_LARGE = 20;
/** Texts of one kind for which there is no number any more. */
const TOO_MANY = 66_000;
const captures = hasCorpus ? corpusTable('expected.tsv').map(({ path }) => path!) : [];

/** Those that are mutated. */
const small = captures.filter(path => /\.(pcap|cap)$/.test(path) && corpusBytes(path).length < 100_000);

describe.skipIf(!hasCorpus)(`the corpus${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  it.each(captures)('%s', async path => {
    const both = await readByBoth(corpusFile(path));
    if (both !== 'refused') expect(both.differences).toEqual([]);
  });

  it('damaged', async () => {
    const into = folder();
    for (let trial = 0; trial < 60; trial++) {
      const random = new Random(SEED, trial);
      const path = random.pick(small);
      const both = await bytesByBoth(mutate(corpusBytes(path), random, 1 + random.below(8)), into);
      if (both !== 'refused') expect([trial, path, both.differences]).toEqual([trial, path, []]);
    }
  }, 120_000);
});

test('random captures', async () => {
  const into = folder();
  let [packets, taken, messages] = [0, 0, 0];
  for (let trial = 0; trial < 120; trial++) {
    const random = new Random(SEED, trial);
    const bytes = randomCapture(random);
    const both = await bytesByBoth(random.below(4) === 0 ? mutate(bytes, random, 1 + random.below(4)) : bytes, into);
    if (both === 'refused') continue;
    expect([trial, both.differences]).toEqual([trial, []]);
    packets += both.packets;
    taken += both.takenByCore;
    messages += both.messages;
  }
  // Enough of them are of the kind that the core takes.
  expect(taken / packets).toBeGreaterThan(0.3);
  expect(messages).toBeGreaterThan(500);
}, 120_000);

test('hostile captures', async () => {
  const into = folder();
  for (const kind of Object.keys(KINDS)) {
    const bytes = Buffer.concat([...hostileCapture(kind, LARGE.includes(kind) ? HOSTILE_LARGE : HOSTILE)]);
    const both = await bytesByBoth(bytes, into);
    expect([kind, both !== 'refused' && both.differences]).toEqual([kind, []]);
  }
}, 60_000);

test('more texts than have numbers', async () => {
  const both = await bytesByBoth(Buffer.concat([...hostileCapture('agents', TOO_MANY)]), folder());
  expect(both !== 'refused' && [both.messages, both.differences]).toEqual([TOO_MANY, []]);
}, 60_000);

test('a capture is listed the same when it is packed', async () => {
  const into = folder();
  for (let trial = 0; trial < 40; trial++) {
    const random = new Random(SEED + 2, trial);
    const bytes = trial % 2 === 0 && small.length > 0 ? corpusBytes(random.pick(small)) : randomCapture(random);
    const differences = await differencesWhenPacked(mutate(bytes, random, random.below(5)), into);
    if (differences !== 'refused') expect([trial, differences]).toEqual([trial, []]);
  }
}, 60_000);
