/** A short slice of `npm run fuzz`, always the same. */
import { describe, expect, it } from 'vitest';
import { folder } from '../engine/core-session.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';
import { captureTrial, logTrial, messageTrial, readersTrial, reportTrial, scanTrial, tablesTrial } from './trials.js';

const SEED = 20_261_120;

describe('mutated input', () => {
  it('is the same for the same seed', () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, at) => at & 255);
    const once = mutate(bytes, new Random(1, 2), 9);
    expect(mutate(bytes, new Random(1, 2), 9)).toEqual(once);
    expect(mutate(bytes, new Random(2, 2), 9)).not.toEqual(once);
  });

  it('of messages throws nothing', async () => {
    const into = folder();
    for (let number = 0; number < 3000; number++) await messageTrial(SEED, number).run(into);
  }, 120_000);

  it('of messages is scanned the same by the core and in TypeScript', async () => {
    const into = folder();
    for (let number = 0; number < 60; number++) await scanTrial(SEED, number).run(into);
  }, 60_000);

  it('of calls fills the tables of the core and those in TypeScript the same', async () => {
    const into = folder();
    for (let number = 0; number < 60; number++) await tablesTrial(SEED, number).run(into);
  }, 60_000);

  it('of captures is read the same by the engine and by the decoder', async () => {
    const into = folder();
    for (let number = 0; number < 60; number++) await readersTrial(SEED, number).run(into);
  }, 60_000);

  it('of HEP reports throws nothing', async () => {
    const into = folder();
    for (let number = 0; number < 500; number++) await reportTrial(SEED, number).run(into);
  });

  it('of logs throws nothing, and is read in pieces as in whole', async () => {
    const into = folder();
    for (let number = 0; number < 100; number++) await logTrial(SEED, number).run(into);
  }, 60_000);

  it('of captures throws nothing, and every packet is accounted for', async () => {
    const into = folder();
    for (let number = 0; number < 60; number++) await captureTrial(SEED, number).run(into);
  }, 60_000);
});
