/**
 * Every packet and every message counts once, at its own source, and the sources add up to the whole: over real captures, over several
 * at once, while they are read, after one is closed, and while one grows.
 */
import { appendFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { conversationStory } from '../../../src/commands/conversations/story.js';
import { showObject } from '../../../src/commands/show.js';
import type { Engine } from '../../../src/engine/protocol/engine.js';
import type { Stats } from '../../../src/engine/protocol/figures.js';
import { rowId } from '../../../src/model/ids.js';
import { CORPUS_ABSENT, corpusFile, hasCorpus, pcapHeader, pcapRecordBytes } from '../../capture/captures.js';
import { expectations } from '../../corpus/corpus.js';
import { type Bytes, bytes, ethernet, ipv4, request, tcp, udp } from '../../decode/wire.js';
import { folder, openCore, readTogether } from '../core-session.js';
import { breathe } from '../../../src/engine/slices.js';
import { imbalances } from '../imbalances.js';
import { sample } from '../../sample.js';

const SAMPLES = readdirSync(sample(''))
  .filter(name => /\.(pcap|txt)$/.test(name))
  .map(sample);
/** Smaller ones are read often. */
const CAPTURES = [...SAMPLES, ...expectations().map(({ path }) => corpusFile(path))].filter(
  path => statSync(path).size < 300_000,
);

function pcap(name: string, packets: readonly (readonly [seconds: number, frame: Bytes])[], into = folder()): string {
  const path = join(into, name);
  writeFileSync(
    path,
    bytes(pcapHeader(), ...packets.map(([seconds, frame]) => pcapRecordBytes({}, seconds, 0, frame))),
  );
  return path;
}

const segment = (payload: string | Bytes, sequence: number): Bytes =>
  ethernet(ipv4(tcp(payload, { sequence, flags: 'PA' }), { protocol: 6 }));

const accountsOf = ({ sources }: Stats) => sources.map(({ account }) => account);

describe('the sums', () => {
  it.runIf(hasCorpus)(
    `hold for every capture of the corpus${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`,
    async () => {
      for (const { path } of expectations()) {
        const { ask, close } = await readTogether(corpusFile(path));
        expect([path, imbalances(await ask('stats', {}))]).toEqual([path, []]);
        await close();
      }
    },
    60_000,
  );

  it('hold for captures opened together, after one is closed, and are then those of the others alone', async () => {
    const several = fc.uniqueArray(fc.constantFrom(...CAPTURES), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(several, async paths => {
        const { ask, close } = await readTogether(...paths);
        const together = await ask('stats', {});
        expect(imbalances(together)).toEqual([]);
        await ask('close', { source: together.sources[0]!.id });
        await ask('loaded', {});
        const left = await ask('stats', {});
        expect(imbalances(left)).toEqual([]);
        const fresh = await readTogether(...paths.slice(1));
        expect(accountsOf(left)).toEqual(accountsOf(await fresh.ask('stats', {})));
        await fresh.close();
        await close();
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('hold for what a filter leaves', async () => {
    const { ask } = await readTogether(...SAMPLES);
    await ask('result', { query: 'method REGISTER', sort: { key: 'time', descending: false } });
    await ask('settled', {});
    const some = await ask('stats', { ofResult: true });
    const all = await ask('stats', {});
    expect(imbalances(some)).toEqual([]);
    expect(some.packets).toEqual(all.packets);
    expect(some.sip.messages).toBeLessThan(all.sip.messages);
    expect(some.sip.requests).toEqual({ REGISTER: all.sip.requests['REGISTER'] });
  });

  it('hold while captures are read, with what waits for its other parts', async () => {
    const text = request();
    const half = segment(text.slice(0, 100), 1);
    const many = Array.from({ length: 20_000 }, (_, at) => [10 + at, ethernet(ipv4(udp(request(`${at}`))))] as const);
    const path = pcap('long.pcap', [[1, half], ...many, [40_000, segment(text.slice(100), 101)]]);
    const { ask, core } = openCore();
    await ask('open', { paths: [path, ...SAMPLES], limit: null });
    let looks = 0;
    while (core.loading) {
      const stats = await ask('stats', {});
      if (core.loading) await breathe();
      expect(imbalances(stats, false)).toEqual([]);
      if (stats.packets.pending > 0) looks++;
    }
    expect(looks).toBeGreaterThan(0);
    const stats = await ask('stats', {});
    expect(imbalances(stats)).toEqual([]);
    expect(accountsOf(stats)[0]?.packets).toEqual({ read: 20_002, sip: 20_002, other: 0, undecodable: 0, pending: 0 });
  });

  it('hold while a capture grows', async () => {
    const text = request('growing');
    const path = pcap('growing.pcap', []);
    const pieces = [ethernet(ipv4(udp(text))), segment(text.slice(0, 50), 1), segment(text.slice(50), 51)];
    const { ask } = openCore();
    await ask('openLive', { inputs: [{ kind: 'follow', path }] });
    const seen: Stats['packets'][] = [];
    for (const [at, frame] of pieces.entries()) {
      appendFileSync(path, pcapRecordBytes({}, at, 0, frame));
      await vi.waitUntil(async () => (await ask('stats', {})).packets.read > at, { timeout: 10_000 });
      const stats = await ask('stats', {});
      expect(imbalances(stats, false)).toEqual([]);
      seen.push(stats.packets);
    }
    expect(seen.map(({ sip, pending }) => [sip, pending])).toEqual([
      [1, 0],
      [1, 1],
      [3, 0],
    ]);
    await ask('stopLive', { source: null });
    await ask('loaded', {});
    expect(imbalances(await ask('stats', {}))).toEqual([]);
  });
});

describe('malformed messages', () => {
  const torture = hasCorpus ? ['torture/pcap/torture-rfc4475.pcap', 'torture/pcap/torture-rfc5118.pcap'] : [];
  const paths = [...new Set([...expectations().map(({ path }) => path), ...torture])].filter(path =>
    existsSync(corpusFile(path)),
  );

  it.runIf(hasCorpus)(
    'are those in which show finds a fault, in every capture of the corpus',
    async () => {
      for (const path of paths) {
        const { ask, core, close } = await readTogether(corpusFile(path));
        const stats = await ask('stats', {});
        const engine: Engine = { request: ask, onProgress: () => () => {}, onFailure: () => () => {}, close };
        const faults: Record<string, number> = {};
        let malformed = 0;
        for (let row = 0; row < core.index.conversations.count; row++) {
          for await (const part of conversationStory(engine, [rowId(row)])) {
            if ('event' in part) continue;
            const { number, row: message } = part;
            const shown = (await showObject(engine, message, number))['faults'] as string[]; // as show --json promises
            for (const code of shown) faults[code] = (faults[code] ?? 0) + 1;
            if (shown.length > 0) malformed++;
            expect([path, message.malformed]).toEqual([path, shown.length > 0]);
          }
        }
        expect([path, stats.faults, stats.sip.malformed]).toEqual([path, faults, malformed]);
        await close();
      }
    },
    120_000,
  );

  it.runIf(hasCorpus)('of RFC 4475 are the invalid ones', async () => {
    const { ask } = await readTogether(corpusFile('torture/pcap/torture-rfc4475.pcap'));
    const { faults } = await ask('stats', {});
    expect(Object.keys(faults)).toEqual(expect.arrayContaining(['request-uri', 'quote', 'uri', 'separator', 'date']));
  });
});

describe('what spans two sources', () => {
  it('a message over TCP: each packet counts where it was read, the message where it ends', async () => {
    const text = request();
    const into = folder();
    const first = pcap('first.pcap', [[1, segment(text.slice(0, 100), 1)]], into);
    const second = pcap('second.pcap', [[2, segment(text.slice(100), 101)]], into);
    const stats = await (await readTogether(first, second)).ask('stats', {});
    expect(imbalances(stats)).toEqual([]);
    expect(accountsOf(stats).map(({ packets, sip }) => [packets.sip, sip.messages])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it('nothing of a datagram in fragments: captures of two places hold the same ones', async () => {
    const datagram = udp(request());
    const fragment = (start: number, end: number) =>
      ethernet(ipv4(datagram.slice(start, end), { offset: start, more: end < datagram.length }));
    const into = folder();
    const first = pcap('first.pcap', [[1, fragment(0, 80)]], into);
    const second = pcap('second.pcap', [[2, fragment(80, datagram.length)]], into);
    const stats = await (await readTogether(first, second)).ask('stats', {});
    expect(imbalances(stats)).toEqual([]);
    expect(accountsOf(stats).map(({ packets, incomplete }) => [packets.undecodable, incomplete.fragments])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('a message that is cut where its source ends: it is not of the source read last', async () => {
    const text = request();
    const into = folder();
    const cut = pcap('cut.pcap', [[1, segment(text.slice(0, 180), 1)]], into);
    const other = pcap('other.pcap', [[2, ethernet(ipv4(udp(request('other'))))]], into);
    const stats = await (await readTogether(cut, other)).ask('stats', {});
    expect(accountsOf(stats).map(({ sip }) => sip.messages)).toEqual([1, 1]);
  });

  it('a hole in a stream counts at the source of the bytes beside it', async () => {
    const text = request();
    const into = folder();
    const first = pcap('first.pcap', [[1, segment(text, 1)]], into);
    const second = pcap('second.pcap', [[9, segment(text, 1 + text.length + 300)]], into);
    const stats = await (await readTogether(first, second)).ask('stats', {});
    expect(accountsOf(stats).map(({ incomplete }) => incomplete.tcpGaps)).toEqual([0, 1]);
  });
});
