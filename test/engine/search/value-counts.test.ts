/** Values for completion, counted among what the rest of a filter matches. */
import { expect, it } from 'vitest';
import { sample } from '../../sample.js';
import { type CoreSession, readOnce, readTogether } from '../core-session.js';
import { officeFile } from '../../panes/composed.js';

const office = readOnce(officeFile(100));

/** The values of a field and what it asks for beside, "none" for null. */
async function values(session: CoreSession, field: string, within = '', prefix = ''): Promise<Record<string, number>> {
  const counted = await session.ask('values', { field, limit: 100, within, prefix });
  return Object.fromEntries(counted.map(({ value, count }) => [value ?? 'none', count]));
}

// Of 100 calls, 20 each are completed, unanswered, rejected (403), busy (486) and ringing.
it.each([
  ['state', '', { completed: 20, unanswered: 20, rejected: 20, busy: 20, ringing: 20 }],
  ['state', 'status 4xx', { rejected: 20, busy: 20 }],
  ['state', 'not status 4xx', { completed: 20, unanswered: 20, ringing: 20 }],
  ['state', 'bad', { unanswered: 20, rejected: 20 }],
  ['status', 'state busy', { 100: 20, 486: 20 }],
  ['status', 'state unanswered busy', { 100: 20, 486: 20, none: 20 }],
  ['hungup', '', { caller: 20, none: 80 }],
  ['setup', '', { none: 80 }],
  ['setup', 'state completed', {}],
  ['ringtime', 'not state ringing', { none: 60 }],
  ['transport', 'num 4151502', { UDP: 1 }],
  // What texts tell.
  ['state', 'text /^SIP.2.0 486/', { busy: 20 }],
  // Bare words that match nothing match what is nearly like them.
  ['state', 'Forbiden', { rejected: 20 }],
  // Nothing, and what is no query.
  ['state', 'num 1', {}],
  ['no such field', '', {}],
])('%s within "%s"', async (field, within, expected) => {
  expect(await values(office, field, within)).toEqual(expected);
});

it('leaves out what was put aside, and what begins otherwise', async () => {
  const session = await readTogether(officeFile(100));
  await session.ask('result', { query: 'not state busy', sort: { key: 'index', descending: false } });
  await session.ask('keep', { only: 'result' });
  expect(await values(session, 'state', 'status 4xx')).toEqual({ rejected: 20 });
  expect(await values(session, 'hungup', '', 'n')).toEqual({ none: 60 });
  expect(await values(session, 'hungup', '', 'c')).toEqual({ caller: 20 });
});

it('agrees with the result for every value it offers', async () => {
  const session = await readTogether(sample('call-diversion-wrong.pcap'), sample('call-unanswered-nat.pcap'));
  const within = 'method INVITE';
  for (const field of [
    'state',
    'status',
    'from',
    'srcip',
    'dstport',
    'ringtime',
    'setup',
    'hungup',
    'ua',
    'diversion',
  ]) {
    for (const [value, count] of Object.entries(await values(session, field, within))) {
      const term = value === 'none' ? 'none' : `"${value}"`;
      const { counts } = await session.ask('counts', { queries: [`${field} ${term} and ${within}`] });
      // A number or a program may be offered in the spelling of one conversation and found in that of others.
      expect([field, value, counts[0]! >= count]).toEqual([field, value, true]);
      if (value === 'none' || field === 'state' || field === 'status') expect(counts).toEqual([count]);
    }
  }
});

it('answers only the newest question, and gives up the older', async () => {
  const session = await readTogether(officeFile(100));
  const ask = (within: string) => session.ask('values', { field: 'state', limit: 10, within });
  const [older, newest] = await Promise.all([ask('text /486 Busy/'), ask('state busy')]);
  expect([older, newest]).toEqual([[], [{ value: 'busy', count: 20 }]]);
});
