/**
 * A filter as one sees it while it is typed: 108 callers, 4151502 to 4151609, whose calls are completed, unanswered, rejected,
 * busy and ringing in turn (composed.ts): 22 of each of the first three kinds, 21 of the others.
 */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from '../../src/query/language/parse.js';
import { EngineInProcess } from '../engine/in-process.js';
import { ETH0, Machine } from '../engine/machine.js';
import { officeCalls } from './composed.js';
import { type WholeApp, wholeApp } from './whole-app.js';

let app: WholeApp;

afterEach(() => app.stop());

const matching = () => /([\d,]+) of ([\d,]+) match/.exec(app.rows()[0] ?? '')?.[1];
/** The counts below the terms, and what is offered. */
const counts = () => (app.rows()[1] ?? '').trim();
const offered = () => app.rows()[2] ?? '';

async function typing(text: string): Promise<void> {
  app = await wholeApp();
  await app.press('/', ...text);
}

describe('a number that is being typed', () => {
  it('finds what begins with it, until a blank', async () => {
    await typing('num 41516');
    // 4151600 to 4151609.
    expect([matching(), counts()]).toEqual(['10', '10']);
    await app.press('0');
    expect(matching()).toBe('10');
    await app.press('5');
    expect(matching()).toBe('1');
    await app.press('backspace', 'backspace', 'space');
    expect([matching(), counts()]).toEqual(['0', '0']);
    await app.press('backspace', '0');
    expect(matching()).toBe('10');
  });

  it('is exact after Enter, and remembered as it was typed', async () => {
    await typing('num 415150');
    expect(matching()).toBe('8');
    await app.press('enter');
    expect(matching()).toBe('0');
    expect(app.did.at(-1)).toEqual(['remember', expect.objectContaining({ filters: ['num 415150'] })]);
    // Looking at it again changes nothing, nor does moving about in it.
    await app.press('/', 'left', 'left');
    expect(matching()).toBe('0');
    await app.press('9');
    expect(app.state().filter.editor.text).toBe('num 4151950');
    expect(matching()).toBe('0');
    await app.press('backspace', 'left', 'right');
    expect(matching()).toBe('8');
    await app.press('esc');
    expect(matching()).toBe('0');
  });

  it('is one term of several, wherever the caret is', async () => {
    await typing('state busy and num 41516');
    expect(matching()).toBe('2');
    expect(counts()).toMatch(/^21 +10$/);
    await app.press('ctrl+a', ...'(num 41515 or ');
    // The caret is behind a blank: the number at the end is complete.
    expect(counts()).toBe('^ a closing ) was expected');
    await app.press('ctrl+e', ')');
    expect(counts()).toMatch(/^0 +21 +0$/);
  });

  it('narrows the list when it stands alone', async () => {
    await typing('41516');
    expect([matching(), counts()]).toEqual(['10', '10']);
    await app.press('09');
    expect(matching()).toBe('1');
  });

  it('is complete when it is completed, and when it is recalled', async () => {
    await typing('from 415150');
    await app.press('tab');
    expect(app.state().filter.editor.text).toBe('from 4151502 ');
    expect(matching()).toBe('1');
    await app.press('ctrl+u', ...'num 41516', 'enter', '/', 'ctrl+u', 'up');
    expect(app.state().filter.editor.text).toBe('num 41516');
    expect(matching()).toBe('0');
  });

  it('takes in what comes', async () => {
    const engine = new EngineInProcess();
    const machine = new Machine(engine);
    app = await wholeApp({ engine, paths: [], opened: true });
    machine.capture(ETH0);
    await app.settle();
    await machine.captures[0]!.give(officeCalls(0, 3));
    await app.settle();
    await app.press('/', ...'num 415150');
    expect(matching()).toBe('3');
    await machine.captures[0]!.give(officeCalls(3, 9));
    await app.settle();
    await app.wait();
    // 4151502 to 4151509 of 12.
    expect(matching()).toBe('8');
  });
});

describe('words and statuses that are being typed', () => {
  it('find what begins with them', async () => {
    await typing('state rej');
    expect([matching(), counts()]).toEqual(['22', '22']);
    await app.press('ctrl+u', ...'status 40');
    expect(matching()).toBe('22');
    await app.press('ctrl+u', ...'ip 10.10.');
    expect(matching()).toBe('108');
  });

  it('are wrong when they are left half written, and no filter is remembered', async () => {
    await typing('state rej');
    await app.press('enter');
    expect(app.text()).toContain('you mean rejected?');
    expect(app.did).not.toContainEqual(['remember', expect.objectContaining({ filters: expect.anything() })]);
    expect(app.state().filter.fault).not.toBeNull();
  });

  it('are counted when bad, and bad is offered with its count', async () => {
    await typing('state ba');
    expect(offered()).toContain('bad 44× rejected, failed or unanswered');
    await app.press('tab');
    // 22 unanswered and 22 rejected.
    expect(matching()).toBe('44');
    await app.press('ctrl+u', ...'not bad ');
    expect(matching()).toBe('64');
    await app.press('ctrl+u', ...'"bad" ');
    expect(matching()).toBe('0');
  });
});

describe('what is absent', () => {
  it('is offered with its count', async () => {
    await typing('setup ');
    // All but the 22 that were answered.
    expect(offered()).toContain('none 86×');
    await app.press('tab');
    expect(matching()).toBe('86');
    await app.press('ctrl+u', ...'hungup ');
    expect(offered()).toContain('caller 22×   none   callee');
  });
});

it('says how many a comparison leaves out because they have no such value', async () => {
  await typing('setup > 1s');
  expect([matching(), counts()]).toEqual(['22', '22, 86 none']);
  await app.press('ctrl+u', ...'setup > 1s none');
  expect([matching(), counts()]).toEqual(['108', '108']);
});

describe('counts beside what is offered', () => {
  it('are of what the other terms leave', async () => {
    await typing('state busy status ');
    expect(offered()).toMatch(/486 21× +100/);
    expect(offered()).not.toContain('200');
    await app.press('tab');
    expect(matching()).toBe('21');
  });

  it('leave alternatives out of account, and follow a change of the rest', async () => {
    await typing('state busy or status ');
    expect(offered()).toContain('100 86×');
    await app.press('ctrl+u', ...'state rejected status ');
    expect(offered()).toMatch(/403 22× +100/);
  });
});

it('says how in the README', () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const term of ['ringtime none', 'setup none', 'fault none', 'state bad', 'header.privacy "none"'])
    expect([readme.includes(term), 'tree' in parse(term)]).toEqual([true, true]);
});
