/**
 * The bound of what is kept (--keep): short conversations by the ten thousand, and calls that last through all of them, down a pipe.
 * Expected: the disk stays below the bound, what is alive keeps every message, what is gone is counted and no longer found.
 */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Keep } from '../../../src/live/live-input.js';
import { messageId, rowId } from '../../../src/model/ids.js';
import { pcapHeader, pcapRecordBytes } from '../../capture/captures.js';
import { bytes, ethernet, ipv4, udp } from '../../decode/wire.js';
import { withoutPeer } from '../../peer.js';
import { type CoreSession, folder, openCore } from '../core-session.js';

/** Short conversations: more than a chunk of rows (65,536), and more than two of messages. */
const MANY = 70_000;
const FEW = 14_000;
const CALL_EVERY = 3500;
const KEEP_BYTES = 10 << 20;
/** 2024-05-13T08:00:00Z. */
const START_S = 1_715_587_200;

interface Sent {
  text: string;
  port: number;
}

function text(startLine: string, callId: string, cseq: string, number: number, tag: string): string {
  return [
    startLine,
    `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${callId}${cseq.replace(' ', '')}`,
    `From: <sip:${number}@a.example>;tag=a`,
    `To: <sip:5660066@b.example>${tag}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n');
}

/** Everything that is sent, in order; calls are refreshed by a re-INVITE while they last, and every second one ends midway. */
function* traffic(short: number): Generator<Sent> {
  const calls: { id: string; number: number; cseq: number }[] = [];
  const request = (method: string, id: string, cseq: string, number: number, tag = '') => ({
    text: text(`${method} sip:5660066@b.example SIP/2.0`, id, cseq, number, tag),
    port: 5060,
  });
  const response = (status: string, id: string, cseq: string, number: number) => ({
    text: text(`SIP/2.0 ${status}`, id, cseq, number, ';tag=b'),
    port: 5060,
  });
  const handshake = function* (id: string, number: number, cseq: number, tag: string): Generator<Sent> {
    yield request('INVITE', id, `${cseq} INVITE`, number, tag);
    yield response('200 OK', id, `${cseq} INVITE`, number);
    yield request('ACK', id, `${cseq} ACK`, number, ';tag=b');
  };
  for (let at = 0; at < short; at++) {
    if (at % CALL_EVERY === 0) {
      const call = { id: `call-${at}`, number: 7_000_000 + at, cseq: 1 };
      calls.push(call);
      yield* handshake(call.id, call.number, 1, '');
    }
    if (at % CALL_EVERY === CALL_EVERY / 2)
      for (const call of calls) yield* handshake(call.id, call.number, ++call.cseq, ';tag=b');
    if (at === short / 2) {
      for (const [index, call] of calls.entries()) {
        if (index % 2 === 0) continue;
        yield request('BYE', call.id, `${++call.cseq} BYE`, call.number, ';tag=b');
        yield response('200 OK', call.id, `${call.cseq} BYE`, call.number);
      }
      calls.splice(0, calls.length, ...calls.filter((_, index) => index % 2 === 0));
    }
    // A port of its own for each: addresses have to go, too.
    const number = 2_000_000 + at;
    const port = 1024 + (at % 60_000);
    yield { ...request('OPTIONS', `short-${at}`, '1 OPTIONS', number), port };
    yield { ...response('200 OK', `short-${at}`, '1 OPTIONS', number), port };
  }
  // One that is long gone is heard of again.
  yield request('OPTIONS', 'short-0', '2 OPTIONS', 2_000_000);
}

/** Writes the traffic as a capture, a millisecond between two messages; returns how many there are. */
function writeTraffic(path: string, short: number): number {
  const file = openSync(path, 'w');
  writeSync(file, pcapHeader());
  let records: ReturnType<typeof pcapRecordBytes>[] = [];
  let sent = 0;
  for (const { text, port } of traffic(short)) {
    const packet = ethernet(ipv4(udp(bytes(text), port, 5060)));
    records.push(pcapRecordBytes({}, START_S + Math.floor(sent / 1000), (sent % 1000) * 1000, packet));
    if (++sent % 1000 === 0) {
      writeSync(file, bytes(...records));
      records = [];
    }
  }
  writeSync(file, bytes(...records));
  closeSync(file);
  return sent;
}

/** Bytes of all files below a folder. */
function diskUse(path: string): number {
  if (!existsSync(path)) return 0;
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

describe.skipIf(withoutPeer('mkfifo'))('what is kept with a bound', () => {
  let session: CoreSession;
  let sent = 0;
  let most = 0;

  async function watch(keep: Keep, short: number): Promise<void> {
    const at = folder();
    vi.stubEnv('XDG_CACHE_HOME', join(at, 'cache'));
    onTestFinished(() => void vi.unstubAllEnvs());
    const capture = join(at, 'all.pcap');
    sent = writeTraffic(capture, short);
    const pipe = join(at, 'pipe');
    execFileSync('mkfifo', [pipe]);
    spawn('sh', ['-c', 'cat "$0" > "$1"', capture, pipe]);
    session = openCore();
    await session.ask('retain', { keep });
    const sample = setInterval(() => {
      most = Math.max(most, diskUse(join(at, 'cache')));
    }, 20);
    await session.ask('open', { paths: [pipe], limit: null });
    await session.ask('loaded', {});
    clearInterval(sample);
  }

  it('stays below it, keeps what is alive whole, and says what went', async () => {
    await watch({ bytes: KEEP_BYTES }, MANY);
    expect(most).toBeLessThanOrEqual(KEEP_BYTES);
    expect(most).toBeGreaterThan(KEEP_BYTES / 2);

    const stats = await session.ask('stats', {});
    const calls = MANY / CALL_EVERY;
    expect(stats.sip.messages).toBe(sent);
    expect(stats.sip.requests['OPTIONS']).toBe(MANY + 1);
    expect(stats.sip.requests['BYE']).toBe(Math.floor((calls / 2 + 1) / 2));
    // The one heard of again is another conversation.
    expect(stats.sip.conversations).toBe(MANY + calls + 1);
    expect(stats.gone.conversations).toBeGreaterThan(MANY / 2);

    await session.ask('result', { query: '', sort: { key: 'index', descending: false } });
    const { matched } = await session.ask('settled', {});
    expect(matched).toBe(stats.sip.conversations - stats.gone.conversations);
    await alive(MANY);
    await gone(MANY);
  }, 120_000);

  it('goes by time as well', async () => {
    await watch({ us: 10_000_000 }, FEW);
    const stats = await session.ask('stats', {});
    expect(stats.sip.messages).toBe(sent);
    // A millisecond a message: ten seconds are some 5,000 short conversations; segments are a sixteenth of that.
    const kept = stats.sip.conversations - stats.gone.conversations;
    expect(kept).toBeGreaterThan(4800);
    expect(kept).toBeLessThan(5600);
    await alive(FEW);
    await gone(FEW);
  }, 120_000);

  /** Calls that never ended are there with every message, word for word. */
  async function alive(short: number): Promise<void> {
    const expected = new Map<string, string[]>();
    for (const { text } of traffic(short)) {
      const id = /^Call-ID: (call-\d+)/m.exec(text)?.[1];
      if (id !== undefined) expected.set(id, [...(expected.get(id) ?? []), text]);
    }
    const lasting = [...expected].filter(([, texts]) => !texts.some(each => each.startsWith('BYE')));
    expect(lasting.length).toBeGreaterThan(2);
    for (const [callId, texts] of lasting) {
      const row = await session.ask('conversation', { callId });
      expect(row).toMatchObject({ callId, state: 'in-call', messages: texts.length });
      const messages = await session.messages(row!.index);
      const found = await Promise.all(messages.map(({ id }) => session.ask('message', { id })));
      expect(found.map(each => ('gone' in each ? each.gone : Buffer.from(each.bytes).toString()))).toEqual(texts);
      expect(await matching(`num ${row!.from}`)).toEqual([callId]);
    }
  }

  /** The first ones are found by nothing: neither their number, their text, nor their row. */
  async function gone(short: number): Promise<void> {
    expect(await matching('num 2000001')).toEqual([]);
    expect(await session.ask('conversation', { callId: 'short-1' })).toBeNull();
    expect(await session.ask('conversation', { index: rowId(1) })).toBeNull();
    expect(await session.messages(1)).toEqual([]);
    expect(await session.ask('message', { id: messageId(4) })).toEqual({ gone: expect.stringContaining('--keep') });
    // The newest are there.
    expect(await matching(`num ${2_000_000 + short - 1}`)).toEqual([`short-${short - 1}`]);
    const again = await session.ask('conversation', { callId: 'short-0' });
    expect(again).toMatchObject({ messages: 1, index: short + short / CALL_EVERY });
  }

  async function matching(query: string): Promise<(string | null)[]> {
    await session.ask('result', { query, sort: { key: 'index', descending: false } });
    await session.ask('settled', {});
    return (await session.rows()).map(({ callId }) => callId);
  }
});
