/** Calls looked at again and again while a capture is read, as the screen does: what is joined too early would stay. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Core } from '../../src/engine/core.js';
import type { RequestKind, Requests } from '../../src/engine/protocol/requests.js';
import { busyHour } from './traffic/busy-hour.js';
import { type ListedCall, score, scoreText } from './score.js';

const CALLS = 6000;
const PAGE = 1000;

it('are as right as those looked at in the end', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'calls-')), 'busy-hour.pcap');
  const { truth } = busyHour(path, { seed: 5, calls: CALLS });
  const core = new Core(() => undefined);
  // The engine answers each kind with its own type: requests.ts is typed by the same table.
  const ask = async <K extends RequestKind>(kind: K, what: Requests[K]['ask']) =>
    (await core.answer(kind, what)) as Requests[K]['answer'];
  try {
    await ask('open', { paths: [path], limit: null });
    let isLoaded = false;
    const loaded = ask('loaded', {}).then(() => {
      isLoaded = true;
    });
    let rounds = 0;
    // Between two slices of reading each time.
    for (; !isLoaded; rounds++) {
      await new Promise(resolve => setImmediate(resolve));
      for (const _ of core.calls.settle());
    }
    await loaded;
    await ask('result', { query: '', sort: { key: 'index', descending: false } });
    const callIds: string[] = [];
    const listed: ListedCall[] = [];
    for (let first = 0, found = PAGE; found === PAGE; first += PAGE) {
      const { calls } = await ask('calls', { first, count: PAGE });
      found = calls.length;
      for (const { legs, links } of calls) {
        for (const { index, callId } of legs) callIds[index] = callId ?? '';
        listed.push({ legs: legs.map(({ index }) => index), links });
      }
    }
    const result = score(listed, callIds, truth);
    expect(rounds).toBeGreaterThan(5);
    expect(result.precision, scoreText(result)).toBeGreaterThanOrEqual(0.999);
    expect(result.recall, scoreText(result)).toBeGreaterThanOrEqual(0.95);
  } finally {
    await core.close();
  }
}, 120_000);
