/** Putting conversations aside, and the hops a ladder's lanes follow from. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTogether } from '../core-session.js';

const sample = (name: string) => fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url));
const arrival = { key: 'index', descending: false } as const;

describe('conversations put aside', () => {
  it('are in no result, count or selection, and come back', async () => {
    const { ask, rows } = await readTogether(sample('call-unanswered-nat.pcap'));
    const all = (await rows()).map(({ index }) => index);
    await ask('result', { query: 'state unanswered', sort: arrival });
    expect(await ask('keep', { only: 'result' })).toEqual({ hidden: all.length - 1 });
    await ask('result', { query: '', sort: arrival });
    expect((await rows()).map(({ state }) => state)).toEqual(['unanswered']);
    expect(await ask('counts', { queries: ['method INVITE', 'method OPTIONS'] })).toEqual({ counts: [1, 0] });
    await ask('keep', { only: 'all' });
    expect((await rows()).map(({ index }) => index)).toEqual(all);
  });

  it('stay counted in the statistics, and so does the progress tell them', async () => {
    const { ask, rows, reports } = await readTogether(sample('call-unanswered-nat.pcap'));
    const { length } = await rows();
    await ask('result', { query: 'state unanswered', sort: arrival });
    await ask('keep', { only: 'result' });
    expect((await ask('stats', {})).sip.conversations).toBe(length);
    await expect.poll(() => reports.at(-1)?.hidden).toBe(length - 1);
    expect(reports.at(-1)?.conversations).toBe(length);
  });
});

describe('the hops of a conversation', () => {
  it('are the first message of each kind between each two addresses', async () => {
    const { ask, rows, messages } = await readTogether(sample('call-unanswered-nat.pcap'));
    const { index } = (await rows()).find(({ state }) => state === 'unanswered')!;
    const whole = await messages(index);
    const hops = await ask('hops', { conversations: [index] });
    const kind = (row: (typeof whole)[number]) =>
      [row.src, row.dst, row.method ?? 'response', row.cseqMethod, row.toTag === 0].join(' ');
    expect(hops.map(kind)).toEqual([...new Set(whole.map(kind))]);
    expect(hops.map(({ id }) => id)).toEqual([...hops].map(hop => whole.find(row => kind(row) === kind(hop))!.id));
    expect(hops.length).toBeLessThan(whole.length);
  });
});
