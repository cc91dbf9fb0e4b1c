/** The engine without its thread, on the samples: rows, orders, positions, values, counts, closing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sort, SortKey } from '../../src/engine/protocol/query.js';
import type { ConversationRow } from '../../src/engine/protocol/rows.js';
import { messageId, rowId } from '../../src/model/ids.js';
import { generate } from '../bench/generate.js';
import { pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { request, writeCapture } from '../commands/captures.js';
import { sample } from '../sample.js';
import { bytes, ethernet, ipv4, udp } from '../decode/wire.js';
import { type CoreSession, folder, openCore, readOnce, readTogether } from './core-session.js';

const BY_INDEX: Sort = { key: 'index', descending: false };

const ALL = [
  ...['call-unanswered-nat', 'call-caller-id-rejected', 'call-diversion-wrong', 'call-two-legs'],
  ...['registration-challenge', 'options-ping-tcp'],
].map(name => sample(`${name}.pcap`));

async function result(session: CoreSession, query: string, sort: Sort = BY_INDEX): Promise<ConversationRow[]> {
  expect(await session.ask('result', { query, sort })).toEqual({ fault: null });
  await session.ask('settled', {});
  return session.rows();
}

/** What a user sees in a column, as a number or a text; null if there is nothing. */
const SHOWN: Partial<Record<SortKey, (row: ConversationRow) => number | string | null>> = {
  index: row => row.index,
  time: row => row.startUs,
  duration: row => row.durationMs,
  method: row => row.method,
  from: row => row.from,
  to: row => row.to,
  status: row => row.status,
  reason: row => row.reason,
  ring: row => row.ringMs,
  setup: row => row.setupMs,
  messages: row => row.messages,
  retransmissions: row => row.retransmissions,
  agent: row => row.callerAgent,
};

describe('orders', () => {
  const session = readOnce(...ALL);

  it.each(Object.keys(SHOWN) as SortKey[])('by %s, either way, what has none last', async key => {
    const shown = SHOWN[key]!;
    const text = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
    const values = (await result(session, '')).map(shown).filter(value => value !== null);
    values.sort((a, b) =>
      typeof a === 'number' && typeof b === 'number' ? a - b : text.compare(String(a), String(b)),
    );
    const ascending = (await result(session, '', { key, descending: false })).map(shown);
    expect(ascending.slice(0, values.length)).toEqual(values);
    expect(ascending.slice(values.length)).toEqual(Array(28 - values.length).fill(null));
    const descending = (await result(session, '', { key, descending: true })).map(shown);
    expect(descending.slice(0, values.length)).toEqual(values.reverse());
    expect(descending.slice(values.length)).toEqual(Array(28 - values.length).fill(null));
  });

  it('addresses by their bytes and ports as numbers, not as text', async () => {
    const hosts: [last: number, port: number][] = [
      [10, 5060],
      [9, 5060],
      [9, 15060],
      [100, 5060],
      [9, 999],
    ];
    const records = hosts.map(([last, port], at) => {
      const message = request('OPTIONS', { 'Call-ID': `${last}:${port}` });
      const packet = ipv4(udp(message, port, 5060), { source: [192, 0, 2, last] });
      return pcapRecordBytes({}, 1_715_587_200 + at, 0, ethernet(packet));
    });
    const file = join(folder(), 'a.pcap');
    writeFileSync(file, bytes(pcapHeader(), ...records));
    const session = await readTogether(file);
    const rows = await result(session, '', { key: 'src', descending: false });
    expect(rows.map(({ src }) => src)).toEqual([
      ...['192.0.2.9:999', '192.0.2.9:5060', '192.0.2.9:15060', '192.0.2.10:5060', '192.0.2.100:5060'],
    ]);
  });

  it('by a header, numbers in it as numbers, absent ones last', async () => {
    const of = (at: number, headers: Record<string, string>) => request('OPTIONS', { 'Call-ID': `c${at}`, ...headers });
    const file = writeCapture(join(folder(), 'a.pcap'), [
      ...[of(0, { 'X-Room': 'room 10' }), of(1, {}), of(2, { 'x-room': 'room 9' }), of(3, { 'X-ROOM': 'Room 1' })],
    ]);
    const session = await readTogether(file);
    await session.ask('result', { query: '', sort: { key: 'header:X-Room', descending: false } });
    await session.ask('settled', {});
    const rows = await session.rows(['X-Room', 'Subject']);
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['Room 1', null],
      ['room 9', null],
      ['room 10', null],
      [null, null],
    ]);
    expect((await session.ask('headers', {})).find(({ name }) => name.toLowerCase() === 'x-room')?.conversations).toBe(
      3,
    );
  });

  it('keeps to a filter', async () => {
    const session = await readTogether(...ALL);
    const rows = await result(session, 'method REGISTER', { key: 'messages', descending: false });
    expect(rows.map(({ messages }) => messages)).toEqual([4, 4, 8]);
  });
});

describe('the result', () => {
  it('stays as it was when the next query is wrong', async () => {
    const session = await readTogether(...ALL);
    expect((await result(session, 'dstnum 5660066')).length).toBe(3);
    const { fault } = await session.ask('result', { query: 'dstnum 5 and (', sort: BY_INDEX });
    expect(fault).toMatchObject({ start: expect.any(Number), end: expect.any(Number), message: expect.any(String) });
    expect((await session.rows()).map(({ to }) => to)).toEqual(['5660066', '5660066', '5660066']);
  });

  it('is a window: rows from anywhere, nothing beyond the end', async () => {
    const session = await readTogether(...ALL);
    const ask = { headers: [], withUris: false };
    const middle = await session.ask('rows', { first: 10, count: 3, ...ask });
    expect([middle.first, middle.total, middle.rows.map(({ index }) => index)]).toEqual([10, 28, [10, 11, 12]]);
    const tail = await session.ask('rows', { first: null, count: 3, ...ask });
    expect({ first: tail.first, length: tail.rows.length }).toEqual({ first: tail.total - 3, length: 3 });
    const last = await session.ask('rows', { first: 27, count: 60, ...ask });
    expect(last.rows.map(({ index }) => index)).toEqual([27]);
    expect((await session.ask('rows', { first: 99, count: 5, ...ask })).rows).toEqual([]);
  });

  it('knows positions by conversation and by time', async () => {
    const session = await readTogether(sample('call-unanswered-nat.pcap'));
    await result(session, 'method INVITE');
    expect(await session.ask('position', { conversation: rowId(4) })).toEqual({ position: 2 });
    expect(await session.ask('position', { conversation: rowId(1) })).toEqual({ position: -1 });
    const at = (time: string) => session.ask('positionOfTime', { timeUs: Date.parse(`2018-04-16T${time}Z`) * 1000 });
    // 16:38:31 first call, 16:41:12 the second, 16:41:37 the third.
    expect([await at('16:00:00'), await at('16:39:00'), await at('16:41:30')]).toEqual([
      { position: 0 },
      { position: 1 },
      { position: 2 },
    ]);
  });

  it('finds one conversation by index or Call-ID', async () => {
    const { ask } = await readTogether(sample('call-unanswered-nat.pcap'));
    const byId = await ask('conversation', { callId: '35e857d642ef6280292e2d0e4cac4f13@10.10.10.2:5060' });
    expect(byId).toMatchObject({ index: 4, fromUri: 'sip:4151502@10.10.10.2', toUri: 'sip:5660066@178.19.48.48' });
    expect(await ask('conversation', { index: rowId(4) })).toEqual(byId);
    expect(await ask('conversation', { index: rowId(8) })).toBeNull();
    expect(await ask('conversation', { callId: 'nobody' })).toBeNull();
  });

  it('says where a number was found', async () => {
    const session = await readTogether(sample('call-diversion-wrong.pcap'));
    const [row] = await result(session, 'num 1502');
    expect(row?.found).toContain('Diversion');
  });

  it('keeps up while files load', async () => {
    const file = join(folder(), 'many.pcap');
    const { messages } = generate(file, 3000);
    const session = openCore();
    await session.ask('result', { query: 'state rejected', sort: { key: 'from', descending: true } });
    await session.ask('open', { paths: [file], limit: null });
    // Asked while it loads: whatever is there is consistent.
    let between = 0;
    const loaded = session.ask('loaded', {}).then(answer => {
      expect(answer).toEqual({ messages });
      between = -1;
    });
    while (between >= 0) {
      const { rows, total } = await session.ask('rows', { first: 0, count: 5, headers: [], withUris: false });
      expect(rows.length).toBe(Math.min(5, total));
      between = between < 0 ? -1 : between + 1;
      await new Promise(resolve => setImmediate(resolve));
    }
    await loaded;
    await session.ask('settled', {});
    const kept = (await session.rows()).map(({ index }) => index);
    const fresh = await readTogether(file);
    const anew = await result(fresh, 'state rejected', { key: 'from', descending: true });
    expect(kept).toEqual(anew.map(({ index }) => index));
    expect(anew.length).toBeGreaterThan(50);
    expect(new Set(anew.map(({ state }) => state))).toEqual(new Set(['rejected']));
    expect(session.reports.at(-1)).toMatchObject({
      loading: false,
      share: 1,
      messages,
      matched: anew.length,
      searched: 1,
    });
  });
});

describe('counts and values', () => {
  it('counts matches without touching the result', async () => {
    const session = await readTogether(...ALL);
    await result(session, 'method REGISTER');
    const queries = ['dstnum 5660066', '', 'dstnum (', '/INVITE sip:5660066/'];
    expect(await session.ask('counts', { queries })).toEqual({ counts: [3, 28, null, 3] });
    expect((await session.rows()).length).toBe(3);
  });

  it('tells the values of a field, most frequent first', async () => {
    const { ask } = await readTogether(sample('call-unanswered-nat.pcap'));
    expect(await ask('values', { field: 'method', limit: 10 })).toEqual([
      { value: 'INVITE', count: 5 },
      { value: 'OPTIONS', count: 2 },
      { value: 'REGISTER', count: 1 },
    ]);
    expect(await ask('values', { field: 'dstnum', limit: 1 })).toHaveLength(1);
    expect(await ask('values', { field: 'srcip', limit: 10 })).toContainEqual({ value: '10.10.10.2', count: 4 });
    expect(await ask('values', { field: 'no such field', limit: 10 })).toEqual([]);
  });
});

describe('messages', () => {
  it('of several conversations stand in one order of time', async () => {
    const session = await readTogether(sample('call-two-legs.pcap'));
    const rows = await session.messages(1, 2);
    expect(rows.length).toBe(14);
    expect(new Set(rows.map(({ conversation }) => conversation))).toEqual(new Set([1, 2]));
    const times = rows.map(({ timeUs }) => timeUs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const [first, second] = rows;
    expect([first?.method, second?.conversation]).toEqual(['INVITE', 1]);
  });

  it('have their media in short where asked for', async () => {
    const session = await readTogether(sample('call-two-legs.pcap'));
    const [invite] = await session.messages(1);
    expect(invite?.sdp).toBe(true);
    expect(invite?.media?.join()).toMatch(/PCMA.* 10\.20\.0\.22:\d+/);
    const { rows } = await session.ask('messages', { conversations: [rowId(1)], first: 0, count: 1, withSdp: false });
    expect(rows[0]?.media).toBeNull();
  });

  it('that do not exist are said not to', async () => {
    const { ask } = await readTogether(sample('options-ping-tcp.pcap'));
    expect(await ask('message', { id: messageId(2) })).toEqual({ gone: expect.any(String) });
    expect(await ask('message', { id: messageId(-1) })).toEqual({ gone: expect.any(String) });
    expect(await ask('messages', { conversations: [rowId(7)], first: 0, count: 10, withSdp: true })).toMatchObject({
      rows: [],
    });
  });
});

describe('opening and closing', () => {
  it('forgets what came from a closed source, and nothing else', async () => {
    const session = await readTogether(sample('call-two-legs.pcap'), sample('options-ping-tcp.pcap'));
    const { sources } = await session.ask('stats', {});
    await session.ask('result', { query: 'method OPTIONS', sort: BY_INDEX });
    expect(await session.ask('close', { source: sources[0]!.id })).toEqual({ closed: true });
    await session.ask('loaded', {});
    await session.ask('settled', {});
    expect(await session.rows()).toMatchObject([{ index: 0, from: 'somedevice', transport: 'TCP' }]);
    expect((await session.ask('stats', {})).sources.map(({ name }) => name)).toEqual([sample('options-ping-tcp.pcap')]);
    expect(await session.ask('close', { source: 77 })).toEqual({ closed: false });
    expect(await session.ask('close', { source: null })).toEqual({ closed: true });
    expect(await session.rows()).toEqual([]);
    expect((await session.ask('stats', {})).packets.read).toBe(0);
  });

  it('adds what is opened later', async () => {
    const session = await readTogether(sample('options-ping-tcp.pcap'));
    await session.ask('open', { paths: [sample('call-two-legs.pcap')], limit: null });
    await session.ask('loaded', {});
    const rows = await session.rows();
    expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(rows[0]?.from).toBe('somedevice');
  });

  it('takes a conversation that two files share as one, in order of time', async () => {
    const at = folder();
    const early = writeCapture(join(at, 'a.pcap'), [request('INVITE')]);
    const late = join(at, 'b.pcap');
    const ack = request('ACK', { CSeq: '1 ACK' });
    writeFileSync(late, bytes(pcapHeader(), pcapRecordBytes({}, 1_715_587_300, 0, ethernet(ipv4(udp(ack))))));
    const session = await readTogether(late);
    await session.ask('open', { paths: [early], limit: null });
    await session.ask('loaded', {});
    expect(await session.rows()).toMatchObject([{ index: 0, method: 'INVITE', messages: 2 }]);
    expect((await session.messages(0)).map(({ method }) => method)).toEqual(['INVITE', 'ACK']);
  });

  it('stops at the limit of messages', async () => {
    const session = openCore();
    await session.ask('open', { paths: [sample('call-unanswered-nat.pcap')], limit: 5 });
    expect(await session.ask('loaded', {})).toEqual({ messages: 5 });
  });

  it('refuses what is none by name, and opens the rest', async () => {
    const session = openCore();
    const paths = [sample('README.md'), sample('options-ping-tcp.pcap'), '/no/such/file'];
    const { opened, refused } = await session.ask('open', { paths, limit: null });
    expect(opened.length).toBe(1);
    expect(refused.map(({ path }) => path)).toEqual([paths[0], paths[2]]);
    expect(await session.ask('loaded', {})).toEqual({ messages: 2 });
  });
});
