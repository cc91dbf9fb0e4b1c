/** Live traffic on the screen: the rows that stay still, the tail that is followed. What its figures look like is for status-lines.test.ts. */
import { afterEach, describe, expect, it } from 'vitest';
import { type WholeApp, wholeApp } from './whole-app.js';
import type { LiveInput } from '../../src/engine/protocol/live.js';
import { EngineInProcess } from '../engine/in-process.js';
import { ETH0, Machine } from '../engine/machine.js';
import { officeCalls } from './composed.js';

let app: WholeApp;

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
const footer = () => app.rows().at(-1) ?? '';

/** The program with an interface open, and how to make its calls so many. */
async function watching(input: LiveInput = ETH0): Promise<(calls: number) => Promise<void>> {
  const engine = new EngineInProcess();
  const machine = new Machine(engine);
  app = await wholeApp({ engine, paths: [], opened: true });
  machine.capture(input);
  await app.settle();
  const [capture] = machine.captures;
  let there = 0;
  return async calls => {
    await capture!.give(officeCalls(there, calls - there));
    there = calls;
    await app.settle();
  };
}

describe('the status line', () => {
  it('tells what comes and what was dropped, and that it has ended', async () => {
    const grow = await watching();
    await grow(5);
    // The second of these calls is not answered, which is said until the next key.
    expect(status()).toContain('An incident begins: no reply from 178.19.48.48:5060 (certain). I shows all.');
    await app.press('up');
    expect(status()).toMatch(/ eth0 {2}\d.*\/s {2}25 seen {2}0 dropped/);
    app.engine.core.sources.stopLive(null);
    await app.settle();
    await app.press('down');
    expect(status()).toContain(' eth0  ended  25 seen');
  });
});

describe('pausing', () => {
  it('leaves the rows as they are and counts what comes; the same key goes on', async () => {
    const grow = await watching();
    await grow(5);
    const before = app.rows().slice(0, -2);
    await app.press('p');
    expect(app.engine.asks('hold')).toEqual([{ held: true }]);
    // A completed call, one nobody answers, a rejected one.
    await grow(8);
    expect(app.rows().slice(0, -2)).toEqual(before);
    expect(status()).toContain('paused, 18 new');
    expect(status()).toContain('dropped');
    await grow(9);
    expect(status()).toContain('paused, 22 new');
    await app.press('p');
    expect(app.engine.asks('hold')).toEqual([{ held: true }, { held: false }]);
    expect(status()).not.toContain('paused');
    expect(footer()).toContain('of 9');
  });
});

describe('following', () => {
  /** Whether the newest of so many calls is the one under the cursor. */
  const isNewest = (calls: number) =>
    status().includes('following') &&
    (app.rows().find(row => row.startsWith('›')) ?? '').includes(String(4151501 + calls));

  it.each([
    ['by itself', []],
    ['as asked for', ['A']],
  ])('%s goes on after two pauses and a filter', async (_, keys) => {
    const grow = await watching();
    await grow(60);
    await app.press(...keys);
    await app.press('p', 'p');
    await grow(70);
    expect(isNewest(70)).toBe(true);
    // The newest is not among these: each fifth is rejected, from the third on.
    await app.press(':', ...'filter state rejected', 'enter');
    expect(isNewest(68)).toBe(true);
    await app.press(':', ...'filter num 4151502', 'enter');
    await app.press(':', ...'filter method INVITE', 'enter');
    expect(isNewest(70)).toBe(true);
    await grow(90);
    expect(isNewest(90)).toBe(true);
    await app.press('/', 'ctrl+u', 'enter');
    await grow(95);
    expect(isNewest(95)).toBe(true);
  });

  it('goes on after a filter that left nothing for a while', async () => {
    const grow = await watching();
    await grow(10);
    await app.press('/', ...'num 9 ', 'enter');
    await grow(12);
    await app.press('/', 'ctrl+u', 'enter');
    await grow(14);
    expect(isNewest(14)).toBe(true);
  });

  it('goes on where the filter came in the pause, and not where one moved in it', async () => {
    const grow = await watching();
    await grow(60);
    await app.press('p', '/', ...'method INVITE', 'enter');
    await grow(70);
    await app.press('p');
    await grow(75);
    expect(isNewest(75)).toBe(true);
    await app.press('p', 'up');
    await grow(80);
    await app.press('p');
    await grow(85);
    expect(status()).not.toContain('following');
  });

  it('does not begin by a filter where one stood elsewhere', async () => {
    const grow = await watching();
    await grow(60);
    await app.press('home', 'down', '/', ...'method INVITE', 'enter');
    await grow(70);
    expect(status()).not.toContain('following');
    expect(footer()).toContain('row 2, 70 of 70 match');
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
    app.engine.asked.length = 0;
    await grow(1000);
    // Asked for by its end: rows asked for by their place would have been others by the time of the answer.
    expect(new Set(app.engine.asks('rows').map(({ first }) => first))).toEqual(new Set([null]));
    expect(footer()).toContain('row 1,000 of 1,000');
    expect(app.rows().some(row => row.startsWith('›') && row.includes('4152501'))).toBe(true);
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
    const grow = await watching({ kind: 'standard input' });
    await grow(4);
    expect(footer()).toContain('row 1 of 4');
  });

  it('leaves the cursor on its conversation where the newest come first', async () => {
    const grow = await watching();
    await grow(6);
    await app.press('z');
    await app.press('home', 'down', 'down');
    const chosen = () => app.rows().find(row => row.startsWith('›')) ?? '';
    const before = chosen();
    expect(before).toContain('4151505');
    await grow(40);
    expect(chosen()).toBe(before);
    // More than a window has room for: its place is asked for.
    await grow(1000);
    expect(chosen()).toBe(before);
    expect(footer()).toContain('row 997 of 1,000');
  });
});
