/** A log that tells no times, or not all, through the whole engine: unknown stays unknown wherever a time is shown, compared or saved. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ladderText } from '../../src/flow/ladder-text.js';
import type { FormatName } from '../../src/model/formats.js';
import { messageId, rowId } from '../../src/model/ids.js';
import { openSource } from '../../src/capture/open.js';
import type { Source } from '../../src/capture/source.js';
import { conversationStory } from '../../src/commands/conversations/story.js';
import { hepPacket } from '../../src/live/hep/hep-sender.js';
import { hepReport } from '../../src/live/hep/hep-report.js';
import { ethernet } from '../decode/wire.js';
import { type CoreSession, folder, openCore, readTogether } from './core-session.js';
import { scriptSource } from './datagram-source.js';
import { EngineInProcess } from './in-process.js';
import { back, icmp, over, sip, type Timed, timedCapture } from './timed-capture.js';

const call = (id: string, ...times: string[]) =>
  [
    'a>b INVITE 1 sdp',
    'a>b INVITE 1 sdp',
    'b>a 180 1 to=x',
    'b>a 200_OK 1 to=x',
    'a>b ACK 1 branch=k to=x',
    'b>a BYE 7 from=x to=alice',
  ]
    .map((what, at) => `${times[at] ?? '?'} ${what} id=${id}`)
    .join('\n');

const NEVER = call('never');
const PARTLY = call('partly', '?', '1', '2', '3', '4', '9');
const ALWAYS = call('always', '20', '20.5', '21', '22', '23', '29');

let session: CoreSession;

beforeEach(async () => {
  session = openCore();
  session.core.sources.watch(scriptSource('never.log', NEVER), null);
  session.core.sources.watch(scriptSource('partly.log', `${PARTLY}\n${ALWAYS}`), null);
  await session.ask('loaded', {});
});

async function found(query: string, key = 'index', descending = false): Promise<(string | null)[]> {
  expect(await session.ask('result', { query, sort: { key: key as 'index', descending } })).toEqual({ fault: null });
  await session.ask('settled', {});
  return (await session.rows()).map(({ callId }) => callId);
}

async function save(format: FormatName): Promise<string> {
  const path = join(folder(), `saved.${format}`);
  await found('callid never');
  const saved = await session.ask('save', { path, format, overwrite: false, selection: { result: true } });
  expect(saved).toMatchObject({ messages: 6 });
  return path;
}

describe('the list', () => {
  it('has null for every time and duration', async () => {
    await found('callid never');
    const [listed] = await session.listed();
    expect(listed).toMatchObject({
      ...{ start: null, end: null, durationMs: null, ringMs: null, setupMs: null },
      ...{ state: 'completed', retransmissions: 1, outcome: 'answered, callee hung up' },
    });
  });

  it('sorts them last in both directions', async () => {
    for (const key of ['time', 'duration', 'setup', 'ring'])
      for (const descending of [false, true]) expect((await found('', key, descending))[0]).toBe('always');
    expect(await found('', 'end')).toEqual(['partly', 'always', 'never']);
    expect(await found('', 'end', true)).toEqual(['always', 'partly', 'never']);
  });

  it.each([
    'duration < 5s',
    'duration >= 0',
    'duration 0s..1h',
    'duration *',
    'setup < 1h',
    'ringtime >= 0',
    'time > 00:00',
    'time < 2100-01-01',
    'time 23:00..22:00',
    'since 1970-01-01',
    'until 2100-01-01',
    'message(time >= 1970-01-01)',
  ])('no comparison finds them: %s', async query => {
    expect(await found(`callid never ${query}`)).toEqual([]);
  });

  it('a negation is true of what the comparison does not find, as with any value that is absent', async () => {
    expect(await found('not duration < 8s')).toEqual(['never', 'partly', 'always']);
    expect(await found('not duration > 8s')).toEqual(['never', 'partly']);
    expect(await found('duration * not duration > 8s')).toEqual([]);
  });
});

describe('messages', () => {
  it('keep their order, and a ladder shows no times', async () => {
    await found('callid never');
    const [{ index } = { index: rowId(0) }] = await session.rows();
    const rows = await session.messages(index);
    expect(rows.map(({ method, status }) => method ?? status)).toEqual(['INVITE', 'INVITE', 180, 200, 'ACK', 'BYE']);
    for (const timeFormat of ['time', 'date', 'relative'] as const) {
      const text = ladderText(rows, { width: 100, timeFormat }).join('\n');
      expect(text).toContain('INVITE ×2');
      expect(text).not.toMatch(/NaN|over|\d\d:\d\d|\+\d/);
    }
  });
});

describe('sources', () => {
  it('begin and end where somebody told', async () => {
    const { sources } = await session.ask('stats', {});
    expect(sources.map(({ startUs, endUs }) => [startUs === null, endUs === null])).toEqual([
      [true, true],
      [false, false],
    ]);
  });
});

describe('saved', () => {
  it('as text, a message begins with its addresses', async () => {
    const text = readFileSync(await save('txt'), 'utf8');
    expect(text).toMatch(/^10\.0\.0\.1:5060 -> 10\.0\.0\.2:5060\nINVITE /);
    expect(text).not.toContain('NaN');
  });

  it.each(['pcap', 'pcapng'] as const)('as %s, its time is 0, and the order stays', async format => {
    const path = await save(format);
    const again = await readTogether(path);
    const rows = await again.messages(0);
    expect(rows.map(({ timeUs }) => timeUs)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(rows.map(({ method, status }) => method ?? status)).toEqual(['INVITE', 'INVITE', 180, 200, 'ACK', 'BYE']);
  });
});

describe('events of packets without times', () => {
  const invite = over(sip('INVITE', '1 INVITE'));
  const bye = over(sip('BYE', '2 BYE', { tag: 'b' }));
  const call: Timed[] = [invite, back(sip('SIP/2.0 200 OK', '1 INVITE', { tag: 'b' })), bye].map((each, at) => [
    at * 1000,
    ethernet(each),
  ]);

  /** A capture read as if its reader knew no times. */
  async function withoutTimes(path: string): Promise<Source> {
    const source = await openSource(path);
    if ('refused' in source) throw new Error(source.refused);
    return new Proxy(source, {
      get(target, name) {
        if (name === 'rereadable') return false;
        if (name === 'records') return undefined;
        if (name === 'packet') return Object.assign(target.packet, { timeUs: Number.NaN });
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }) satisfies Source;
  }

  it('explain what they quote, and stand below it', async () => {
    const engine = new EngineInProcess();
    const path = timedCapture(...call, [3000, icmp(bye)], [3100, ethernet(over(sip('OPTIONS', '3 OPTIONS')))]);
    engine.core.sources.watch(await withoutTimes(path), null);
    await engine.request('loaded', {});
    const { rows: conversations } = await engine.request('rows', { first: 0, count: 5, headers: [], withUris: false });
    expect(conversations).toMatchObject([
      {
        outcome: 'answered, caller hung up, BYE refused by 10.0.0.2: port unreachable; no reply to OPTIONS after',
        outcomeKind: 'answered, caller hung up, BYE refused',
      },
    ]);
    const ask = { conversations: [conversations[0]!.index], first: 0, count: 10, withSdp: false };
    const { rows, events } = await engine.request('messages', ask);
    const lines = ladderText(rows, { width: 80 }, events).slice(2);
    const labels = ['INVITE', '200 OK', 'BYE', 'ICMP port unreachable', 'OPTIONS'];
    expect(lines.map(line => labels.findLastIndex(label => line.includes(label)))).toEqual([0, 1, 2, 3, 4]);
    const story = [];
    for await (const part of conversationStory(engine, [conversations[0]!.index])) story.push(part);
    expect(story.filter(part => 'event' in part)).toMatchObject([
      { number: 2, event: { kind: 'icmp-port-unreachable' } },
    ]);
    await engine.close();
  });

  it('on pages of messages an event is told once', async () => {
    const engine = new EngineInProcess();
    engine.core.sources.watch(await withoutTimes(timedCapture(...call, [3000, icmp(bye)])), null);
    await engine.request('loaded', {});
    let events = 0;
    for (const first of [0, 1, 2]) {
      const ask = { conversations: [rowId(0)], first, count: 1, withSdp: false };
      events += (await engine.request('messages', ask)).events.length;
    }
    expect(events).toBe(1);
    await engine.close();
  });
});

describe('the spool', () => {
  it('keeps messages without times in one segment, however short the time it is cut for', async () => {
    const spooled = openCore();
    await spooled.ask('retain', { keep: { us: 1_000_000 } });
    spooled.core.sources.watch(scriptSource('never.log', NEVER), null);
    await spooled.ask('loaded', {});
    const { messages } = spooled.core.index.conversations;
    const files = Array.from({ length: messages.count }, (_, at) => messages.file.get(messageId(at)));
    expect(files).toHaveLength(6);
    expect(new Set(files).size).toBe(1);
  });
});

describe('forwarded as HEP', () => {
  it('has no time: it counts from when it arrives', () => {
    const bytes = new TextEncoder().encode('OPTIONS sip:a SIP/2.0\r\n\r\n');
    const ends = {
      source: Uint8Array.of(10, 0, 0, 1),
      sourcePort: 5060,
      destination: Uint8Array.of(10, 0, 0, 2),
      destinationPort: 5060,
    };
    const message = {
      timeUs: Number.NaN,
      bytes,
      start: 0,
      end: bytes.length,
      ...ends,
      transport: 'UDP' as const,
      truncated: false,
    };
    const packet = hepPacket(message, 1, null)!;
    // Seconds and microseconds are chunks of ten bytes each.
    expect(packet.length).toBe(hepPacket({ ...message, timeUs: 0 }, 1, null)!.length - 20);
    const arrivedUs = 1.7e15;
    expect(hepReport(packet, arrivedUs, null).timeUs).toBe(arrivedUs);
  });
});
