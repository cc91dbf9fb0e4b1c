/** What happens besides messages, from packets to the rows and sentences people read. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowId } from '../../src/model/ids.js';
import { pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { bytes, ethernet, ipv4, tcp } from '../decode/wire.js';
import { openSource } from '../../src/capture/open.js';
import type { Source } from '../../src/capture/source.js';
import { type CoreSession, folder, openCore, readTogether } from './core-session.js';
import { back, CALLEE, CALLER, icmp, over, ROUTER, sip, START_US, type Timed, timedCapture } from './timed-capture.js';
import type { EventRow } from '../../src/engine/protocol/rows.js';

async function read(...packets: Timed[]): Promise<CoreSession> {
  return readTogether(timedCapture(...packets));
}

async function eventsOf(session: CoreSession, ...conversations: number[]): Promise<EventRow[]> {
  return (
    await session.ask('messages', { conversations: conversations.map(rowId), first: 0, count: 5000, withSdp: false })
  ).events;
}

/** Conversations that an outcome matches. */
async function matching(session: CoreSession, query: string): Promise<number> {
  expect((await session.ask('result', { query, sort: { key: 'index', descending: false } })).fault).toBeNull();
  return (await session.ask('settled', {})).matched;
}

async function outcome(session: CoreSession, conversation = 0): Promise<string | undefined> {
  return (await session.ask('conversation', { index: rowId(conversation) }))?.outcome;
}

const invite = over(sip('INVITE', '1 INVITE'));
const bye = over(sip('BYE', '2 BYE', { tag: 'b' }));
const answeredCall: Timed[] = [
  [0, ethernet(invite)],
  [100, ethernet(back(sip('SIP/2.0 180 Ringing', '1 INVITE', { tag: 'b' })))],
  [4000, ethernet(back(sip('SIP/2.0 200 OK', '1 INVITE', { tag: 'b' })))],
  [4010, ethernet(over(sip('ACK', '1 ACK', { tag: 'b', branch: 'ack' })))],
];

describe('an ICMP error', () => {
  it('belongs to the message it quotes, and is all that a refused BYE has to say', async () => {
    const session = await read(...answeredCall, [64_000, ethernet(bye)], [64_001, icmp(bye)]);
    expect(await eventsOf(session, 0)).toEqual([
      {
        kind: 'icmp-port-unreachable',
        timeUs: START_US + 64_001_000,
        dated: true,
        conversation: 0,
        message: 4,
        src: '10.0.0.2',
        dst: '10.0.0.1',
        detail: 'port unreachable',
      },
    ]);
    expect(await outcome(session)).toBe(
      'answered after 4.0 s, caller hung up after 1 min 0 s, BYE refused by 10.0.0.2: port unreachable',
    );
  });

  it('is part of the kind of an outcome, which filters find', async () => {
    const refused = await read(...answeredCall, [64_000, ethernet(bye)], [64_001, icmp(bye)]);
    expect(await matching(refused, 'outcome "caller hung up, BYE refused"')).toBe(1);
    expect(await matching(refused, 'outcome "port unreachable"')).toBe(0);
    const unheard = await read([0, ethernet(invite)], [1, icmp(invite)], [500, ethernet(invite)]);
    expect(await matching(unheard, 'outcome = "no reply: port unreachable"')).toBe(1);
    expect(await matching(unheard, 'outcome "host unreachable"')).toBe(0);
  });

  it('adds no address where it is forged, or beyond what is kept', async () => {
    const forged = (last: number) => icmp(over(sip('INVITE', '1 INVITE'), [172, 16, last >> 8, last & 255], CALLEE));
    const flood = Array.from({ length: 3000 }, (_, at): Timed => [1 + at, forged(at)]);
    const session = await read([0, ethernet(invite)], ...flood);
    expect(await eventsOf(session, 0)).toHaveLength(1024);
    expect((await session.ask('stats', {})).eventsNotKept).toBe(3000 - 1024);
    // No address, the call's two, and the two hosts of the errors without a port.
    expect(session.core.index.conversations.endpoints.count).toBe(5);
  });

  it('says nothing of a BYE that is answered when it is sent again', async () => {
    const again: Timed[] = [
      [64_500, ethernet(bye)],
      [64_510, ethernet(back(sip('SIP/2.0 200 OK', '2 BYE', { tag: 'b' })))],
    ];
    const session = await read(...answeredCall, [64_000, ethernet(bye)], [64_001, icmp(bye)], ...again);
    expect(await outcome(session)).toBe('answered after 4.0 s, caller hung up after 1 min 1 s');
    expect(await eventsOf(session, 0)).toHaveLength(1);
  });

  it('of a router is said to come from there', async () => {
    const session = await read(...answeredCall, [64_000, ethernet(bye)], [64_001, icmp(bye, ROUTER, 3, 1)]);
    expect(await outcome(session)).toBe(
      'answered after 4.0 s, caller hung up after 1 min 0 s, BYE not answered: host unreachable from 10.0.0.254',
    );
  });

  it('tells why nobody replied, each time at its own retransmission', async () => {
    const session = await read(
      [0, ethernet(invite)],
      [1, icmp(invite)],
      [500, ethernet(invite)],
      [501, icmp(invite)],
      [2000, ethernet(invite)],
    );
    expect(await outcome(session)).toBe('no reply to 3 INVITEs in 2.0 s: port unreachable from 10.0.0.2');
    expect((await eventsOf(session, 0)).map(({ message }) => message)).toEqual([0, 1]);
  });

  it('loses its weight with a reply that comes later, and says nothing of a call that went well', async () => {
    const session = await read([0, ethernet(invite)], [1, icmp(invite)], ...answeredCall.slice(1));
    expect(await outcome(session)).toBe('answered after 4.0 s');
  });

  it('is of the request, not of the response with the same CSeq, nor of another hop', async () => {
    const second = over(sip('INVITE', '1 INVITE', { branch: 'second' }), CALLEE, [10, 0, 0, 3]);
    const ringing = back(sip('SIP/2.0 180 Ringing', '1 INVITE'));
    const session = await read(
      [0, ethernet(invite)],
      [1, ethernet(second)],
      [2, ethernet(ringing)],
      [3, icmp(second, [10, 0, 0, 3], 3, 3, CALLEE)],
      [4, icmp(ringing, CALLER, 3, 10, CALLEE)],
    );
    expect((await eventsOf(session, 0)).map(({ kind, message }) => [kind, message])).toEqual([
      ['icmp-port-unreachable', 1],
      ['icmp-admin-prohibited', 2],
    ]);
  });

  it.each([
    [3, 0, 'icmp-net-unreachable'],
    [3, 1, 'icmp-host-unreachable'],
    [3, 2, 'icmp-protocol-unreachable'],
    [3, 4, 'icmp-fragmentation-needed'],
    [3, 13, 'icmp-admin-prohibited'],
    [3, 99, 'icmp-unreachable'],
    [11, 0, 'icmp-time-exceeded'],
    [11, 1, 'icmp-reassembly-timeout'],
    [12, 0, 'icmp-parameter-problem'],
  ])('of type %d, code %d is %s', async (type, code, kind) => {
    const session = await read([0, ethernet(invite)], [1, icmp(invite, ROUTER, type, code)]);
    expect((await eventsOf(session, 0)).map(event => event.kind)).toEqual([kind]);
    expect(await outcome(session)).toMatch(/^no reply yet to INVITE: .* from 10\.0\.0\.254$/);
  });

  it('that is no failure explains none', async () => {
    const session = await read([0, ethernet(invite)], [1, icmp(invite, ROUTER, 5, 1)]);
    expect((await eventsOf(session, 0)).map(event => event.kind)).toEqual(['icmp-redirect']);
    expect(await outcome(session)).toBe('no reply yet to INVITE');
  });
});

describe('a broken TCP connection', () => {
  let sequence = 1;
  const from = (payload: string, flags = 'PA') => {
    const packet = ethernet(
      ipv4(tcp(payload, { source: 40_000, destination: 5060, sequence, flags }), {
        protocol: 6,
        source: CALLER,
        destination: CALLEE,
      }),
    );
    sequence += payload.length;
    return packet;
  };
  const reset = () =>
    ethernet(
      ipv4(tcp('', { source: 5060, destination: 40_000, sequence: 1, flags: 'R' }), {
        protocol: 6,
        source: CALLEE,
        destination: CALLER,
      }),
    );

  it('concerns the INVITE it carried, once however often it is said', async () => {
    const session = await read([0, from(sip('INVITE', '1 INVITE'))], [20, reset()], [30, reset()]);
    expect(await eventsOf(session, 0)).toMatchObject([
      { kind: 'tcp-reset', message: null, src: '10.0.0.2:5060', dst: '10.0.0.1:40000', timeUs: START_US + 20_000 },
    ]);
    expect(await outcome(session)).toBe('no reply yet to INVITE: connection reset by 10.0.0.2');
  });

  it('concerns what is still open, and not what is over', async () => {
    const done = sip('OPTIONS', '1 OPTIONS', { callId: 'done' });
    const answer = ethernet(
      ipv4(tcp(sip('SIP/2.0 200 OK', '1 OPTIONS', { callId: 'done' }), { source: 5060, destination: 40_000 }), {
        protocol: 6,
        source: CALLEE,
        destination: CALLER,
      }),
    );
    const session = await read(
      [0, from(done)],
      [10, answer],
      [20, from(sip('INVITE', '1 INVITE'))],
      [30, from(sip('INVITE', '1 INVITE', { callId: 'other' }))],
      [40, reset()],
    );
    expect(await eventsOf(session, 0)).toEqual([]);
    expect(await eventsOf(session, 1)).toMatchObject([{ kind: 'tcp-reset' }]);
    // Shown together, it is one.
    expect(await eventsOf(session, 0, 1, 2)).toHaveLength(1);
  });

  it('that lost bytes says how many, and which message they cut', async () => {
    const first = sip('INVITE', '1 INVITE');
    const packets: Timed[] = [[0, from(first.slice(0, 200))]];
    sequence += first.length - 200;
    packets.push([10, from(sip('INVITE', '1 INVITE', { callId: 'next' }))]);
    const session = await read(...packets);
    const lost = { kind: 'stream-gap', detail: `${first.length - 200} bytes`, src: '10.0.0.1:40000' };
    expect(await eventsOf(session, 0)).toMatchObject([{ ...lost, message: 0, timeUs: START_US + 10_000 }]);
  });
});

describe('a message', () => {
  it('that the snap length cut says so', async () => {
    const path = join(folder(), 'cut.pcap');
    const packet = ethernet(invite);
    const record = pcapRecordBytes({}, START_US / 1e6, 0, packet.subarray(0, 200), packet.length);
    writeFileSync(path, bytes(pcapHeader(), record));
    const session = await readTogether(path);
    expect(await eventsOf(session, 0)).toMatchObject([
      { kind: 'message-cut', message: 0, src: '10.0.0.1:5060', dst: '10.0.0.2:5060', detail: null },
    ]);
  });
});

describe('what a capture lost', () => {
  it('is told in the conversations that went on then, and crosses all lanes', async () => {
    const source = await openSource(timedCapture(...answeredCall));
    if ('refused' in source) throw new Error(source.refused);
    const lossy = new Proxy(source, {
      get(target, name) {
        if (name === 'live') return true;
        if (name === 'dropped') return () => ({ kernel: 12, interface: null });
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }) satisfies Source;
    const session = openCore();
    session.core.sources.watch(lossy, null);
    await session.ask('loaded', {});
    expect(await eventsOf(session, 0)).toMatchObject([
      { kind: 'capture-loss', conversation: null, detail: '12 packets', src: null, dst: null, message: null },
    ]);
  });
});
