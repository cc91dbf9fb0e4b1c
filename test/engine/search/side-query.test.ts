/** What is found beside the current result: exact, in its own order, and the result as it was. */
import { expect, it } from 'vitest';
import { sample } from '../../sample.js';
import { readTogether } from '../core-session.js';

const BY_CALL_ID = { key: 'callid', descending: false } as const;
const BY_ARRIVAL = { key: 'index', descending: false } as const;

it('leaves the current result as it is', async () => {
  const session = await readTogether(sample('call-diversion-wrong.pcap'));
  await session.ask('result', { query: 'has diversion', sort: { key: 'index', descending: true } });
  await session.ask('settled', {});
  const before = await session.rows();
  const ask = { query: 'dstnum 5660066', sort: BY_CALL_ID, first: 0, count: 10, withUris: true };
  const { rows, total } = await session.ask('matching', ask);
  expect([rows.length, total]).toEqual([1, 1]);
  expect(rows[0]).toMatchObject({ to: '5660066', from: '7712552', fromUri: 'sip:7712552@10.20.0.22' });
  expect(await session.rows()).toEqual(before);
});

it('answers in pages, in the order asked for', async () => {
  const session = await readTogether(sample('call-diversion-wrong.pcap'));
  const page = async (first: number) =>
    session.ask('matching', { query: '', sort: BY_CALL_ID, first, count: 3, withUris: false });
  const pages = [await page(0), await page(3), await page(6), await page(9)];
  expect(pages.map(({ rows, total }) => [rows.length, total])).toEqual([
    [3, 7],
    [3, 7],
    [1, 7],
    [0, 7],
  ]);
  const ids = pages.flatMap(({ rows }) => rows.map(({ callId }) => callId));
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(7);
});

it('sees what came since, and forgets with the sources', async () => {
  const session = await readTogether(sample('call-diversion-wrong.pcap'));
  const ask = { query: 'method INVITE', sort: BY_ARRIVAL, first: 0, count: 0, withUris: false };
  const before = (await session.ask('matching', ask)).total;
  const { opened } = await session.ask('open', { paths: [sample('call-unanswered-nat.pcap')], limit: null });
  await session.ask('loaded', { sources: opened });
  expect((await session.ask('matching', ask)).total).toBeGreaterThan(before);
  await session.ask('close', { source: null });
  expect((await session.ask('matching', ask)).total).toBe(0);
});

it('matches what is nearly like bare words that match nothing, and nothing where the query is wrong', async () => {
  const session = await readTogether(sample('call-diversion-wrong.pcap'));
  const total = async (query: string) =>
    (await session.ask('matching', { query, sort: BY_ARRIVAL, first: 0, count: 0, withUris: false })).total;
  await session.ask('result', { query: 'forbiden', sort: BY_ARRIVAL });
  const { matched, fuzzy } = await session.ask('settled', {});
  expect([fuzzy, await total('forbiden')]).toEqual([true, matched]);
  expect(await total('nosuchfield:(')).toBe(0);
});
