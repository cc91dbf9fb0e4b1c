/**
 * Every way in which a pattern reaches the text of messages, with patterns and texts that hold an engine that goes back: were one
 * of them searched that way, this file would never end. What is found is what the texts say: each run of letters ends in "!".
 */
import { describe, expect, it } from 'vitest';
import { patternOf } from '../../src/patterns/pattern.js';
import { findInMessage } from '../../src/sip/view/find.js';
import { readTogether } from '../engine/core-session.js';
import { allHits, BY_INDEX } from '../engine/search/found.js';
import { openPrompt } from '../shell/dialogue.js';
import { EXPLODING, hostileFile, hostileMessage, TOO_LONG } from './hostile-capture.js';
import { readFileSync } from 'node:fs';

const MESSAGES = 3;

describe('a pattern made to explode', () => {
  it.each(EXPLODING)('%s answers as a filter, in each kind of term', async pattern => {
    const session = await readTogether(hostileFile(MESSAGES));
    const found = async (query: string) => {
      await session.ask('result', { query, sort: BY_INDEX });
      await session.ask('settled', {});
      return (await session.rows()).length;
    };
    const part = pattern.replace(/\$$/, '\\?$');
    for (const term of ['text', 'body', 'header.subject', 'callid', 'srcnum', 'src', 'agent', 'message(body']) {
      const end = term.includes('(') ? ')' : '';
      // "?" is in none of the texts.
      expect(await found(`${term} /${part}\\?/${end}`)).toBe(0);
      expect(await found(`${term} /${part}\\?/imsu${end}`)).toBe(0);
    }
    expect(await found(`/${pattern}/ or text /a{3}!/`)).toBe(MESSAGES);
  });

  it.each(EXPLODING)('%s answers in F3 and in the find of a message', async pattern => {
    const session = await readTogether(hostileFile(MESSAGES));
    expect(await session.ask('find', { text: `/${pattern}\\?/` })).toEqual({ fault: null });
    expect(await allHits(session)).toEqual([]);
    expect(await session.ask('find', { text: `/(?:${pattern})|!/` })).toEqual({ fault: null });
    expect(await allHits(session)).toHaveLength(MESSAGES);
    const lines = hostileMessage(0)
      .split('\r\n')
      .map(text => ({ text }));
    expect(findInMessage(lines, `/${pattern}\\?/`)).toEqual({ text: `/${pattern}\\?/`, hits: [], all: true });
  });

  it.each(EXPLODING)('%s answers at the prompt of the shell', async pattern => {
    const prompt = openPrompt({ 'calls.pcap': readFileSync(hostileFile(MESSAGES)) });
    await prompt.type('load txts/calls.pcap');
    expect(await prompt.type('filter', `add text /${pattern}\\?/`)).toContain('0 conversations');
  });

  it('is refused with its place where it is too long written out', async () => {
    const session = await readTogether(hostileFile(1));
    const { fault } = await session.ask('result', { query: `body /${TOO_LONG}/`, sort: BY_INDEX });
    expect(fault).toMatchObject({ start: 6, end: 21, message: expect.stringContaining('at most 128') });
    expect((await session.ask('find', { text: `/${TOO_LONG}/` })).fault).toMatch(
      /^This pattern is not searched: at character 1, "\(a\{1,50\}\)\{1,50\}", .*at most 128.*\.$/,
    );
  });
});

describe('a text made to hold a search', () => {
  it('does not, as a word, with wildcards, or where each letter is a place', async () => {
    const session = await readTogether(hostileFile(MESSAGES));
    const half = 'a'.repeat(4000);
    for (const query of [
      `text ${half}b${half}`,
      `callid *${half}b${half}*`,
      `body *${'a*'.repeat(4000)}b`,
      `"1${half}"`,
    ]) {
      await session.ask('result', { query, sort: BY_INDEX });
      await session.ask('settled', {});
      expect(await session.rows()).toEqual([]);
    }
    const long = [{ text: `${'!'.repeat(1 << 20)}a` }];
    expect(findInMessage(long, '/a?/').hits).toEqual([{ line: 0, start: 1 << 20, end: (1 << 20) + 1 }]);
    expect(findInMessage(long, '/!?/').hits).toHaveLength(10_000);
    expect(findInMessage(long, '/!?/').all).toBe(false);
  });

  it('does not with very many short lines or headers, each of which alone is searched fast', async () => {
    // V8 takes less than a millisecond for each, and seconds for all.
    const line = `${'a'.repeat(68)}!`;
    const count = 15_000;
    const lines = Array.from({ length: count }, () => ({ text: line }));
    expect(findInMessage(lines, '/(a+)+$/')).toMatchObject({ hits: [], all: true });
    expect(findInMessage(lines, '/(a+)+!$/').hits[1]).toEqual({ line: 1, start: 0, end: line.length });
    expect(findInMessage(lines, '/a*a*b/')).toMatchObject({ hits: [], all: true });
    const pattern = patternOf('a*a*b', '');
    for (const { text } of lines) expect('pattern' in pattern && pattern.pattern.test(text)).toBe(false);
  });

  it('is looked through to a length that a pattern of many places can take, and what ends there is no place', () => {
    const [before, after] = ['ab', 'ba'].map(part => part.repeat(100_000));
    const lines = [{ text: `x${before}x` }, { text: `x${after}x` }];
    const { hits, all } = findInMessage(lines, '/x|(?:a[ab]{0,30}){4}$/');
    expect(hits).toEqual([
      { line: 0, start: 0, end: 1 },
      { line: 0, start: 200_001, end: 200_002 },
      { line: 1, start: 0, end: 1 },
    ]);
    expect(all).toBe(false);
    expect(findInMessage(lines, '/x|a$/')).toMatchObject({ hits: [...hits, { line: 1, start: 200_001 }], all: true });
  });
});
