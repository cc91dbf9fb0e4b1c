/** Live traffic on the screen: its figures in every width, the rows that stay still, the tail that is followed. */
import { afterEach, describe, expect, it } from 'vitest';
import type { LiveFigures } from '../../src/engine/protocol/live.js';
import { conversation, type FakeEngine, fakeEngine } from './fake-engine.js';
import { live, source } from './live-progress.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;
let engine: FakeEngine;

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
const footer = () => app.rows().at(-1) ?? '';

/** The program with an interface open and some conversations, each arrival a progress. */
async function watching(options: WholeAppOptions & { first?: number } = {}): Promise<(total: number) => Promise<void>> {
  let total = options.first ?? 0;
  engine = fakeEngine(0);
  let descending = false;
  engine.answers.result = ({ sort }) => {
    descending = sort.descending;
    return { fault: null };
  };
  engine.answers.rows = ({ first: from, count }) => {
    const first = from ?? Math.max(0, total - count);
    const positions = Array.from(
      { length: Math.max(0, Math.min(total, first + count) - first) },
      (_, at) => first + at,
    );
    return { rows: positions.map(at => conversation(descending ? total - 1 - at : at)), first, total };
  };
  engine.answers.position = ask => ({ position: descending ? total - 1 - ask.conversation : ask.conversation });
  app = await wholeApp({ engine, paths: [], opened: true, ...options });
  const grow = async (now: number) => {
    total = now;
    engine.progress(live({}, { messages: now * 5, conversations: now }));
    await app.settle();
  };
  await grow(total);
  return grow;
}

describe('the status line', () => {
  it.each([
    [80, ' eth0  1,204/s  1,234,567 seen  0 dropped  lag 12 ms  disk 1.2 GB'],
    [120, ' eth0  1,204/s  1,234,567 seen  0 dropped  lag 12 ms  disk 1.2 GB  '],
    [
      200,
      ' eth0  1,204 messages/s, 2,409 packets/s  1,234,567 messages in 2,400,000 packets' +
        '  dropped by kernel 0, by interface 0  lag 12 ms  spool 1.2 GB',
    ],
  ])('tells rate, count, losses, lag and disk on %i columns', async (columns, text) => {
    await watching({ columns, rows: columns === 80 ? 24 : 40, first: 5 });
    engine.progress(live());
    await app.settle();
    expect(status()).toContain(text);
    expect(app.rows().every(row => row.length <= columns)).toBe(true);
  });

  it.each<[Partial<LiveFigures>, string]>([
    [{ dropped: { kernel: 3, interface: 2 } }, '5 dropped'],
    [{ dropped: { kernel: null, interface: null }, uncounted: 1 }, 'drops unknown'],
    [{ dropped: { kernel: 0, interface: 0 }, uncounted: 1 }, 'drops partly unknown'],
    [{ dropped: { kernel: 7, interface: null }, uncounted: 1 }, '7+ dropped'],
    [{ lagMs: null }, 'lag unknown'],
    [
      { recorded: { path: '/tmp/x.pcapng', bytes: 65_432_110, packets: 1, files: 1, gone: 0, leftOut: 0 } },
      'disk 1.3 GB',
    ],
    [{ messagesPerSecond: 0.5 }, '0.5/s'],
  ])('says of %j: %s', async (figures, text) => {
    await watching({ first: 5 });
    engine.progress(live(figures));
    await app.settle();
    expect(status()).toContain(text);
  });

  it('says that capturing has ended', async () => {
    await watching({ first: 5 });
    const ended = [source({ finished: true }), source({ id: 2, name: 'eth1' })];
    engine.progress(live({ capturing: 1 }, { sources: ended }));
    await app.settle();
    await app.press('down');
    expect(status()).toContain('eth0 and 1 more  1,204/s  1 ended');
    engine.progress(live({ capturing: 0 }, { sources: [source({ finished: true })] }));
    await app.settle();
    await app.press('down');
    expect(status()).toContain(' eth0  ended  1,234,567 seen');
  });

  it('tells losses also while a file is read beside it', async () => {
    await watching({ first: 5 });
    engine.progress(live({ dropped: { kernel: 3, interface: 0 } }, { loading: true, share: 0.5 }));
    await app.settle();
    expect(status()).toMatch(/50 %.* 1,204\/s .* 3 dropped/);
  });

  it('says nothing of lag while nothing comes', async () => {
    await watching({ first: 5 });
    engine.progress(live({ packetsPerSecond: 0, messagesPerSecond: 0, lagMs: null }));
    await app.settle();
    expect(status()).toContain('0/s');
    expect(status()).not.toContain('lag');
  });
});

describe('pausing', () => {
  it('leaves the rows as they are and counts what comes; the same key goes on', async () => {
    const grow = await watching({ first: 5 });
    const before = app.rows().slice(0, -2);
    await app.press('p');
    expect(engine.asked.at(-1)).toEqual({ kind: 'hold', ask: { held: true } });
    await grow(8);
    expect(app.rows().slice(0, -2)).toEqual(before);
    expect(status()).toContain('paused, 15 new');
    expect(status()).toContain('dropped');
    await grow(9);
    expect(status()).toContain('paused, 20 new');
    await app.press('p');
    await app.settle();
    expect(engine.asked.filter(({ kind }) => kind === 'hold').at(-1)).toEqual({ kind: 'hold', ask: { held: false } });
    expect(status()).not.toContain('paused');
    expect(footer()).toContain('of 9');
  });
});

describe('the tail', () => {
  it('is followed from the beginning, until one moves up; on the last row again, it goes on', async () => {
    const grow = await watching();
    await grow(3);
    expect(footer()).toContain('row 3 of 3');
    await app.press('up');
    await grow(10);
    expect(footer()).toContain('row 2 of 10');
    expect(status()).not.toContain('following');
    await app.press('end');
    await grow(12);
    expect(footer()).toContain('row 12 of 12');
    expect(status()).toContain('following');
  });

  it('is there at once, however many came meanwhile', async () => {
    const grow = await watching();
    await grow(50);
    engine.asked.length = 0;
    await grow(9000);
    // Asked for once, by its end: rows asked for by their place would have been others by the time of the answer.
    const asked = engine.asked.filter(({ kind }) => kind === 'rows').map(({ ask }) => ask);
    expect(asked).toEqual([expect.objectContaining({ first: null })]);
    expect(footer()).toContain('row 9,000 of 9,000');
    expect(app.state().list.window.value.rows.at(-1)?.index).toBe(8999);
  });

  it('is not followed while a flow is read', async () => {
    const grow = await watching();
    await grow(3);
    await app.press('enter');
    await grow(9);
    expect(app.state().list.cursor).toBe(2);
    await app.press('esc');
    expect(footer()).toContain('row 3 of 9');
  });

  it('is not followed in what was there before: a pipe is read from its beginning', async () => {
    engine = fakeEngine(0);
    let total = 0;
    engine.answers.rows = () => ({
      rows: Array.from({ length: total }, (_, at) => conversation(at)),
      first: 0,
      total,
    });
    app = await wholeApp({ engine, paths: [], opened: true });
    const pipe = { sources: [source({ input: { kind: 'standard input' } })] };
    engine.progress(live({}, pipe));
    await app.settle();
    total = 4;
    engine.progress(live({}, { ...pipe, conversations: 4 }));
    await app.settle();
    expect(footer()).toContain('row 1 of 4');
  });

  it('leaves the cursor on its conversation where the newest come first', async () => {
    const grow = await watching({ first: 6 });
    await app.press('z');
    await app.press('home', 'down', 'down');
    const chosen = app.rows().find(row => row.startsWith('›'));
    expect(chosen).toContain('4151505');
    await grow(40);
    expect(app.rows().find(row => row.startsWith('›'))).toBe(chosen);
    // More than a window has room for: its place is asked for.
    await grow(1000);
    expect(app.rows().find(row => row.startsWith('›'))).toBe(chosen);
    expect(footer()).toContain('row 997 of 1,000');
  });
});
