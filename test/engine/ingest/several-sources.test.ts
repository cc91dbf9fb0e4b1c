/** Several sources say of every conversation what one says that holds all their packets, in whatever order they are named. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pcapRecord } from '../../../src/capture/formats/pcap-writer.js';
import { CUTS, splitCapture } from '../../capture/split.js';
import { ethernet } from '../../decode/wire.js';
import { sample } from '../../sample.js';
import { type CoreSession, openCore, readTogether } from '../core-session.js';
import { scriptSource } from '../datagram-source.js';
import { FedCapture } from '../fed-capture.js';
import { back, over, sip, START_US, type Timed, timedCapture } from '../timed-capture.js';

/** What `list --json` prints, in order of arrival. */
async function listed(session: CoreSession): Promise<Record<string, string | number | null>[]> {
  return session.listed();
}

describe.each(readdirSync(sample('')).filter(name => name.endsWith('.pcap')))('%s', name => {
  it.each(Object.entries(CUTS))('%s', async (_, cut) => {
    const whole = await listed(await readTogether(sample(name)));
    const parts = splitCapture(sample(name), cut)!;
    expect(await listed(await readTogether(...parts))).toEqual(whole);
    expect(await listed(await readTogether(...parts.toReversed()))).toEqual(whole);
  });
});

const INVITE = ethernet(over(sip('INVITE', '1 INVITE')));
const RINGING = ethernet(back(sip('SIP/2.0 180 Ringing', '1 INVITE', { tag: 'b' })));
const OTHER = ethernet(over(sip('OPTIONS', '1 OPTIONS', { callId: 'other' })));

async function stateOf(session: CoreSession, callId = 'call'): Promise<string | undefined> {
  return (await session.rows()).find(row => row.callId === callId)?.state;
}

describe('the end of a source', () => {
  const requests: Timed[] = [
    [0, INVITE],
    [500, INVITE],
  ];

  it('is not the end while the answer is in another', async () => {
    const session = await readTogether(timedCapture(...requests), timedCapture([900, RINGING]));
    expect(await stateOf(session)).toBe('ringing');
  });

  it('is the end of all: what was sent again has no answer', async () => {
    const session = await readTogether(timedCapture(...requests), timedCapture([900, OTHER]));
    expect(await stateOf(session)).toBe('unanswered');
  });

  it('another that goes on tells how late it is', async () => {
    const session = await readTogether(timedCapture([0, INVITE]), timedCapture([31_000, OTHER]));
    expect(await stateOf(session)).toBe('calling');
    const later = await readTogether(timedCapture([0, INVITE]), timedCapture([32_000, OTHER]));
    expect(await stateOf(later)).toBe('unanswered');
  });

  it('a live source is waited for once it has brought something', async () => {
    const session = openCore();
    const live = new FedCapture('eth0');
    session.core.sources.watch(live.source, null);
    await session.ask('open', { paths: [timedCapture(...requests)], limit: null });
    while ((await session.ask('stats', {})).sources.some(source => !source.live && !source.finished)) await breath();
    expect(await stateOf(session)).toBe('unanswered');
    await live.giveBytes(record(900, OTHER));
    expect(await stateOf(session)).toBe('calling');
    await live.giveBytes(record(32_000, OTHER));
    expect(await stateOf(session)).toBe('unanswered');
  });
});

const breath = () => new Promise(resolve => setImmediate(resolve));

function record(ms: number, frame: Uint8Array): Uint8Array {
  return pcapRecord(START_US + ms * 1000, frame, 0, frame.length, frame.length);
}

describe('sources of different clocks', () => {
  const REQUEST = '1 a>b INVITE 1\n 1.5 a>b INVITE 1';
  const ANSWER = '2 b>a 486_Busy_Here 1 to=x\n 2.1 a>b ACK 1 to=x';

  it('a date and a time of day have nothing between them', async () => {
    const session = openCore();
    session.core.sources.watch(scriptSource('undated.log', REQUEST, false), null);
    session.core.sources.watch(scriptSource('dated.log', ANSWER), null);
    await session.ask('loaded', {});
    expect(await listed(session)).toMatchObject([
      { state: 'busy', status: 486, durationMs: null, outcome: 'busy (486 Busy Here)', retransmissions: 1 },
    ]);
  });

  it('a date does not say how late a time of day is', async () => {
    const session = openCore();
    session.core.sources.watch(scriptSource('undated.log', '1 a>b INVITE 1', false), null);
    session.core.sources.watch(scriptSource('dated.log', '1 a>b OPTIONS 1 id=other'), null);
    await session.ask('loaded', {});
    expect(await stateOf(session, 'call-1')).toBe('calling');
  });
});

describe('the same packets in both', () => {
  it('are copies', async () => {
    const path = sample('call-two-legs.pcap');
    const [once, twice] = [await readTogether(path), await readTogether(path, path)];
    const expected = await once.rows();
    const rows = await twice.rows();
    expect(rows.map(({ callId, state, outcome }) => [callId, state, outcome])).toEqual(
      expected.map(({ callId, state, outcome }) => [callId, state, outcome]),
    );
    for (const [at, row] of rows.entries()) {
      expect(row.messages).toBe(2 * expected[at]!.messages);
      expect(row.retransmissions).toBe(expected[at]!.retransmissions);
    }
  });
});
