/** The calls that the built program makes of a busy hour, held against the truth. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { json } from '../commands/program.js';
import { type ListedCall, type Recall, type Score, score, scoreText } from './score.js';
import { busyHour } from './traffic/busy-hour.js';

const CALLS = 6000;

describe.each([1, 2])('a busy hour, seed %i', seed => {
  const path = join(mkdtempSync(join(tmpdir(), 'calls-')), 'busy-hour.pcap');
  let listed: ListedCall[];
  let conversations: { index: number; callId: string }[];
  let result: Score;

  beforeAll(async () => {
    const { truth } = busyHour(path, { seed, calls: CALLS });
    conversations = await json('list', path);
    listed = await json('list', path, '--calls');
    result = score(
      listed,
      conversations.map(({ callId }) => callId),
      truth,
    );
  });

  it('has each conversation in one call, whose first leg gives it its number', () => {
    const legs = listed.flatMap(call => call.legs);
    expect(legs.toSorted((a, b) => a - b)).toEqual(conversations.map(({ index }) => index));
    for (const { legs: of } of listed) expect(of).toEqual(of.toSorted((a, b) => a - b));
  });

  it('gives enough links to hold each call together, all of them likely or certain', () => {
    for (const { legs, links } of listed) {
      expect(new Set(links.flatMap(({ a, b }) => [a, b])).size).toBe(legs.length === 1 ? 0 : legs.length);
      expect(links.length).toBeGreaterThanOrEqual(legs.length - 1);
      for (const { certainty } of links) expect(['certain', 'likely']).toContain(certainty);
    }
  });

  it('joins nothing that is not one call', () => {
    expect(result.precision, scoreText(result)).toBeGreaterThanOrEqual(0.999);
  });

  it('joins what is one call', () => {
    expect(result.recall, scoreText(result)).toBeGreaterThanOrEqual(0.95);
  });

  it('is blind for no kind of evidence and no shape of call', () => {
    const poor = (of: Readonly<Record<string, Recall>>) =>
      Object.entries(of).filter(([, { pairs, found }]) => pairs - found > (pairs * 2) / 5);
    expect([...poor(result.kinds), ...poor(result.shapes)], scoreText(result)).toEqual([]);
  });
});
