/** Filters and columns of headers where a capture brings new header names with every message: the answers come from the messages. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hostileCapture } from '../../hostile/capture.js';
import { openCore, readTogether } from '../core-session.js';

const folder = mkdtempSync(join(tmpdir(), 'sipvestigator-headers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Each of 400 conversations has a message with thirty header names of its own, `X7-0` to `X7-29` in the one with number 7: more than are kept. */
const path = join(folder, 'names.pcap');
writeFileSync(path, Buffer.concat([...hostileCapture('header names', 400)]));
const ALL = 400;

const session = async (query: string) => {
  const core = await readTogether(path);
  await core.ask('result', { query, sort: { key: 'index', descending: false } });
  await core.ask('settled', {});
  return core;
};

test.each([
  ['has X7-3', [7]],
  ['has X390-3', [390]],
  ['not has X390-3 and callid c39*', [39, 391, 392, 393, 394, 395, 396, 397, 398, 399]],
  ['header.X390-29 1', [390]],
  ['header.X390-29 2', []],
  ['message(has X390-3)', [390]],
  ['has X7-3 or has X390-3', [7, 390]],
])('%s', async (query, expected) => {
  const core = await session(query);
  expect((await core.rows()).map(row => row.index)).toEqual(expected);
});

test('a filter that is there before the capture is found to be hostile', async () => {
  const core = openCore();
  await core.ask('result', { query: 'has X390-3', sort: { key: 'index', descending: false } });
  await core.ask('open', { paths: [path], limit: null });
  await core.ask('loaded', {});
  await core.ask('settled', {});
  expect((await core.rows()).map(row => row.index)).toEqual([390]);
});

test('the column of a header', async () => {
  const core = await session('callid c390 or callid c391');
  expect((await core.rows(['X390-29'])).map(row => row.cells)).toEqual([['1'], [null]]);
});

test('stats say how many messages are not listed', async () => {
  const core = await session('');
  const { notKept } = await core.ask('stats', {});
  // 4,095 names, of which the header table and its compact forms have some: the rest is for a little more than 130 messages.
  expect(notKept.headers).toBeGreaterThan(ALL - 137);
  expect(notKept.headers).toBeLessThan(ALL - 120);
});
