/** The call as a value of its legs: in rows, queries, orders and JSON, also as legs are joined and taken apart while it is asked for. */
import { describe, expect, it, vi } from 'vitest';
import { rowId } from '../../../src/model/ids.js';
import { sample } from '../../sample.js';
import { type CoreSession, openCore, readTogether } from '../core-session.js';
import { answeredCall } from '../legs.js';

const BY_ARRIVAL = { key: 'index', descending: false } as const;

async function found(session: CoreSession, query: string): Promise<number[]> {
  expect(await session.ask('result', { query, sort: BY_ARRIVAL })).toEqual({ fault: null });
  await session.ask('settled', {});
  return (await session.rows()).map(({ index }) => index);
}

const calls = async (session: CoreSession) => (await session.listed()).map(({ call }) => call);

describe('the number of a call', () => {
  it('is that of the conversation where it is alone', async () => {
    const session = await readTogether(sample('call-unanswered-nat.pcap'));
    expect(await calls(session)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('is that of the first leg, in JSON just before the cause and the outcome', async () => {
    const session = await readTogether(answeredCall());
    expect(await calls(session)).toEqual([0, 1, 0]);
    const [first] = await session.listed();
    expect(Object.keys(first!).slice(-3)).toEqual(['call', 'cause', 'outcome']);
  });

  it('is asked for by the filter, and sorted by', async () => {
    const session = await readTogether(answeredCall());
    expect(await found(session, 'call 0')).toEqual([0, 2]);
    expect(await found(session, 'call 2')).toEqual([]);
    expect(await found(session, 'not call > 0')).toEqual([0, 2]);
    await session.ask('result', { query: '', sort: { key: 'call', descending: true } });
    await session.ask('settled', {});
    expect((await session.rows()).map(({ index, call }) => [index, call])).toEqual([
      [1, 1],
      [0, 0],
      [2, 0],
    ]);
  });

  it('is asked for beside the result', async () => {
    const session = await readTogether(answeredCall());
    const ask = { query: 'call 0', sort: BY_ARRIVAL, first: 0, count: 10, withUris: false };
    expect((await session.ask('matching', ask)).rows.map(({ index }) => index)).toEqual([0, 2]);
  });

  it('is looked for only if it is asked for', async () => {
    const session = await readTogether(answeredCall());
    expect(await found(session, 'method INVITE')).toEqual([0, 2]);
    await session.ask('stats', {});
    expect(session.core.calls.waits).toBe(true);
    await calls(session);
    expect(session.core.calls.waits).toBe(false);
  });

  it('is followed while a source is read', async () => {
    const session = openCore();
    expect(await found(session, 'call 0')).toEqual([]);
    await session.ask('open', { paths: [answeredCall()], limit: null });
    await session.ask('loaded', {});
    await vi.waitFor(async () => expect((await session.rows()).map(({ index }) => index)).toEqual([0, 2]));
  });

  it('brings in and takes out what is joined and split while it is filtered on', async () => {
    const session = await readTogether(answeredCall());
    expect(await found(session, 'call 0')).toEqual([0, 2]);
    expect(await session.ask('joinCalls', { a: rowId(1), b: rowId(2) })).toEqual({ joined: true });
    await session.ask('settled', {});
    expect((await session.rows()).map(({ index }) => index)).toEqual([0, 1, 2]);
    await session.ask('splitCall', { conversation: rowId(2) });
    await session.ask('settled', {});
    expect((await session.rows()).map(({ index }) => index)).toEqual([0]);
    expect(await calls(session)).toEqual([0]);
  });
});

describe('the row of a call', () => {
  it('has the legs, what holds them, and the whole as one row', async () => {
    const session = await readTogether(answeredCall());
    const call = await session.ask('call', { conversation: rowId(2) });
    const rows = (await session.rows()).map(({ legs: _, leg: __, unfolded: ___, ...row }) => row);
    expect(call).toMatchObject({ call: 0, legs: [rows[0], rows[2]], evicted: 0 });
    expect(call?.whole).toMatchObject({ index: 0, call: 0, callId: 'first', messages: 12, dst: '10.0.0.20:5060' });
    expect(call?.links).toMatchObject([{ a: 0, b: 2, reason: 'session-id', certainty: 'certain' }]);
    expect(await session.ask('call', { conversation: rowId(3) })).toBeNull();
  });

  it('comes for each call of the result, once and by number, page by page', async () => {
    const session = await readTogether(answeredCall());
    const page = async (first: number, count: number) =>
      (await session.ask('calls', { first, count })).calls.map(({ call, legs }) => [call, legs.length]);
    await session.ask('result', { query: '', sort: { key: 'time', descending: true } });
    expect(await page(0, 10)).toEqual([
      [0, 2],
      [1, 1],
    ]);
    expect([await page(0, 1), await page(1, 1), await page(2, 1)]).toEqual([[[0, 2]], [[1, 1]], []]);
    expect(await found(session, 'dst 10.0.0.20')).toEqual([2]);
    expect(await page(0, 10)).toEqual([[0, 2]]);
  });
});
