/** Text that is looked for in thousands of conversations, while they load and afterwards. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate } from '../../bench/generate.js';
import { allHits, BY_INDEX } from './found.js';
import { folder, openCore, readTogether } from '../core-session.js';

it('find follows a file while it loads, and drops the search before it', async () => {
  const path = join(folder(), 'many.pcap');
  generate(path, 3000);
  const session = openCore();
  await session.ask('find', { text: 'never looked for to its end' });
  await session.ask('open', { paths: [path], limit: null });
  const waiting = session.ask('findNext', { from: null, backwards: false });
  await session.ask('find', { text: 'REGISTER sip' });
  const { hit } = await session.ask('findNext', { from: null, backwards: false });
  expect(await waiting).toEqual({ hit: null });
  expect(hit).not.toBeNull();
  expect(session.core.loading).toBe(true);
  await session.ask('loaded', {});
  const whole = await readTogether(path);
  await whole.ask('find', { text: 'REGISTER sip' });
  expect((await allHits(session)).map(each => each.message)).toEqual((await allHits(whole)).map(each => each.message));
});

it('queries that need text match the same while a file loads as afterwards, whenever they are asked', async () => {
  const path = join(folder(), 'many.pcap');
  generate(path, 2000);
  const whole = await readTogether(path);
  for (const query of ['/BYE sip:/', 'state completed and /Yealink/', 'body PCMU', '/486 Busy/ or status 487']) {
    await whole.ask('result', { query, sort: BY_INDEX });
    await whole.ask('settled', {});
    const session = openCore();
    await session.ask('open', { paths: [path], limit: null });
    while (session.core.index.indexer.messages === 0) await new Promise(resolve => setImmediate(resolve));
    expect(session.core.loading).toBe(true);
    await session.ask('result', { query, sort: BY_INDEX });
    await session.ask('loaded', {});
    await session.ask('settled', {});
    expect(session.core.result.count).toBe(whole.core.result.count);
    expect(Array.from(session.core.result.ids())).toEqual(Array.from(whole.core.result.ids()));
  }
});

it('queries that need text tell how much was looked through, and the first matches before all was', async () => {
  const path = join(folder(), 'many.pcap');
  generate(path, 3000);
  const session = await readTogether(path);
  await session.ask('result', { query: '/INVITE/', sort: BY_INDEX });
  expect(session.core.result.searched).toBeLessThan(1);
  while (session.core.result.count === 0) await new Promise(resolve => setImmediate(resolve));
  expect(session.core.result.searched).toBeLessThan(1);
  await session.ask('settled', {});
  expect(session.core.result.searched).toBe(1);
});

it('stops counting when other counts are asked for', async () => {
  const path = join(folder(), 'many.pcap');
  generate(path, 3000);
  const session = await readTogether(path);
  const queries = ['/INVITE/', '/REGISTER/', '/BYE/'];
  const first = session.ask('counts', { queries });
  const second = session.ask('counts', { queries: ['method INVITE', '', 'dstnum ('] });
  expect((await first).counts).toEqual([null, null, null]);
  const { counts } = await second;
  expect(counts.slice(1)).toEqual([3000, null]);
  expect(counts[0]).toBeGreaterThan(0);
});
