/** What a status line is told of live capture: rates, lag, losses, what is in no file; and that nothing is told where nothing moves. */
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LiveFigures } from '../../../src/engine/protocol/live.js';
import { LiveGauge } from '../../../src/engine/live/live-gauge.js';
import { hepPacket } from '../../../src/live/hep/hep-sender.js';
import { request, send } from '../../live/traffic.js';
import { type CoreSession, folder, openCore, ownCache } from '../core-session.js';

afterEach(() => void vi.useRealTimers());

describe('the gauge', () => {
  it('tells rates and the worst lag of two seconds, and nothing of what was before', () => {
    vi.useFakeTimers({ now: 1_000_000 });
    const gauge = new LiveGauge();
    for (let i = 0; i < 10; i++) {
      gauge.look();
      gauge.packet((Date.now() - 5 * i) * 1000);
      gauge.packet(null);
      if (i % 2 === 0) gauge.message();
      vi.advanceTimersByTime(100);
    }
    expect(gauge.figures()).toEqual({ packetsPerSecond: 10, messagesPerSecond: 2.5, lagMs: 45 });
    vi.advanceTimersByTime(2000);
    expect(gauge.figures()).toEqual({ packetsPerSecond: 0, messagesPerSecond: 0, lagMs: null });
  });

  it('takes a clock that was set back for no lag', () => {
    const gauge = new LiveGauge();
    gauge.look();
    gauge.packet((Date.now() + 60_000) * 1000);
    expect(gauge.figures().lagMs).toBe(0);
  });
});

/** An OPTIONS as an agent would report it. */
function report(number: number): Uint8Array {
  const bytes = request(number);
  const address = Uint8Array.of(192, 0, 2, 1);
  const timeUs = Date.now() * 1000;
  const sides = { source: address, sourcePort: 5060, destination: address, destinationPort: 5070 };
  return hepPacket(
    { timeUs, bytes, start: 0, end: bytes.length, ...sides, transport: 'UDP', truncated: false },
    1,
    null,
  )!;
}

async function listening(): Promise<CoreSession & { port: number; id: number; figures: () => LiveFigures }> {
  ownCache();
  const session = openCore();
  const input = { kind: 'hep', address: '127.0.0.1', port: 0, key: null } as const;
  const { opened } = await session.ask('openLive', { inputs: [input] });
  const { sources } = await session.ask('stats', {});
  const figures = () => {
    const live = session.reports.at(-1)?.live;
    if (!live) throw new Error('nothing live was told');
    return live;
  };
  await vi.waitUntil(() => session.reports.at(-1)?.live);
  return { ...session, port: Number(sources[0]!.name.split(':')[1]), id: opened[0]!, figures };
}

describe('what is told of live capture', () => {
  it('is nothing while only files are open', async () => {
    const session = openCore();
    await session.ask('open', { paths: ['samples/call-two-legs.pcap'], limit: null });
    await session.ask('loaded', {});
    await vi.waitUntil(() => session.reports.at(-1)?.loading === false);
    expect(session.reports.at(-1)).toMatchObject({ messages: 16, live: null, troubles: [] });
  });

  it('counts what comes and what is in no file, until it is saved or written', async () => {
    const session = await listening();
    await send(session.port, report(1), report(2), report(3));
    await vi.waitUntil(() => session.reports.at(-1)?.messages === 3);
    expect(session.figures()).toMatchObject({ capturing: 1, packets: 3, lagMs: null, unsaved: 3, recorded: null });
    expect(session.figures().spoolBytes).toBeGreaterThan(3 * request(1).length);

    const path = join(folder(), 'all.pcap');
    await session.ask('save', { selection: { all: true }, path, format: 'pcap', overwrite: false });
    const recording = join(folder(), 'on.pcapng');
    expect(await session.ask('record', { path: recording, overwrite: false, keep: null, media: false })).toEqual({
      failed: null,
    });
    await send(session.port, report(4));
    await vi.waitUntil(() => session.reports.at(-1)?.messages === 4);
    expect(session.figures()).toMatchObject({ packets: 4, unsaved: 0, recorded: { path: recording } });
    expect(session.figures().recorded!.bytes).toBeGreaterThan(request(4).length);
  });

  it('ends when nothing comes any more: the rates sink to nothing, and no report follows', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] });
    const session = await listening();
    await send(session.port, report(1));
    await vi.waitUntil(() => session.reports.at(-1)?.messages === 1);
    const { revision } = session.reports.at(-1)!;
    expect(session.figures().packetsPerSecond).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(3000);
    expect(session.figures().packetsPerSecond).toBe(0);
    expect(session.reports.at(-1)!.revision).toBe(revision);
    const told = session.reports.length;
    await vi.advanceTimersByTimeAsync(2500);
    expect(session.reports).toHaveLength(told);
  });

  it('says which source can be asked for again, and that it captures no more', async () => {
    const session = await listening();
    await session.ask('stopLive', { source: session.id });
    await vi.waitUntil(() => session.figures().capturing === 0);
    const [source] = session.reports.at(-1)!.sources;
    expect(source).toMatchObject({ finished: true, input: { kind: 'hep', address: '127.0.0.1', key: null } });
  });

  it('leaves rows where they are while they are held, and takes in what came when they are let go', async () => {
    const session = await listening();
    await session.ask('result', { query: 'method OPTIONS', sort: { key: 'index', descending: true } });
    await send(session.port, report(1), report(2));
    await vi.waitUntil(() => session.reports.at(-1)?.messages === 2);
    await session.ask('settled', {});
    await session.ask('hold', { held: true });
    await send(session.port, report(3), report(4), report(5));
    await vi.waitUntil(() => session.reports.at(-1)?.messages === 5);
    const callIds = async () => (await session.rows()).map(({ callId }) => callId);
    expect(await callIds()).toEqual(['live-2', 'live-1']);
    await session.ask('hold', { held: false });
    await session.ask('settled', {});
    expect(await callIds()).toEqual(['live-5', 'live-4', 'live-3', 'live-2', 'live-1']);
  });
});
