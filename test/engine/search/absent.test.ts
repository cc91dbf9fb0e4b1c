/** `none` and `bad` find what the rows, which are the JSON's, say. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { ConversationRow } from '../../../src/engine/protocol/rows.js';
import { sample } from '../../sample.js';
import { readOnce, readTogether } from '../core-session.js';

const { ask, rows } = readOnce(sample('call-diversion-wrong.pcap'), sample('call-unanswered-nat.pcap'));

async function found(query: string): Promise<number[]> {
  const { fault } = await ask('result', { query, sort: { key: 'index', descending: false } });
  if (fault) throw new Error(fault.message);
  await ask('settled', {});
  return (await rows()).map(({ index }) => index);
}

async function where(passes: (row: ConversationRow) => boolean): Promise<number[]> {
  await found('');
  return (await rows()).filter(passes).map(({ index }) => index);
}

it.each([
  ['ringtime', 'ringMs'],
  ['setup', 'setupMs'],
  ['hungup', 'hungUpBy'],
  ['from', 'from'],
  ['callid', 'callId'],
  ['caller-agent', 'callerAgent'],
  ['duration', 'durationMs'],
] as const)('%s none', async (field, key) => {
  expect(await found(`${field} none`)).toEqual(await where(row => row[key] === null));
  expect(await found(`not ${field} none`)).toEqual(await where(row => row[key] !== null));
  expect(await found(`${field} != none`)).toEqual(await where(row => row[key] !== null));
});

it('bad', async () => {
  const bad = await where(({ state }) => state === 'rejected' || state === 'failed' || state === 'unanswered');
  expect(bad.length).toBeGreaterThan(1);
  for (const query of ['bad', 'state bad', 'state = bad', 'not not bad', 'outcome bad'])
    expect(await found(query)).toEqual(bad);
  expect(await found('state != bad')).toEqual(await where(({ index }) => !bad.includes(index)));
});

it('none is refused where there is always a value', async () => {
  await expect(found('messages none')).rejects.toThrow('messages is never none; a number was expected');
  await expect(found('state none')).rejects.toThrow('state is never none; one of calling, ringing');
});

it('a log that does not tell the transport', async () => {
  const log = await readTogether(fileURLToPath(new URL('../../capture/text/examples/cisco.log', import.meta.url)));
  const [row] = await log.rows();
  const messages = await log.messages(0);
  expect(row?.transport).toBeNull();
  expect(messages.map(({ transport }) => transport)).toEqual(messages.map(() => null));
  const { fault } = await log.ask('result', { query: 'transport none', sort: { key: 'index', descending: false } });
  expect(fault).toBeNull();
  await log.ask('settled', {});
  expect(await log.rows()).toHaveLength(1);
});
