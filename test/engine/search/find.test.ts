/** Finding text across messages, and queries that need their text: what is found, in which order, while messages arrive. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messageId } from '../../../src/model/ids.js';
import { decodeText } from '../../../src/bytes/text.js';
import { generate } from '../../bench/generate.js';
import { sample } from '../../sample.js';
import { type CoreSession, folder, openCore, readOnce, readTogether } from '../core-session.js';
import { allHits, BY_INDEX } from './found.js';

const FILES = ['call-unanswered-nat', 'call-diversion-wrong', 'call-two-legs', 'registration-challenge'].map(name =>
  sample(`${name}.pcap`),
);

/** Texts of all messages, read one by one. */
async function allTexts({ ask, core }: CoreSession): Promise<string[]> {
  const texts: string[] = [];
  for (let id = 0; id < core.index.conversations.messages.count; id++) {
    const answer = await ask('message', { id: messageId(id) });
    texts.push('gone' in answer ? '' : decodeText(answer.bytes));
  }
  return texts;
}

describe('find', () => {
  it.each([
    '5660066',
    'branch=',
    '/m=audio \\d+ RTP/',
    'asterisk',
    'Asterisk',
    'nowhere to be found',
    '/^CSeq: 10[23]/',
  ])('finds %s in the messages that hold it, forwards and backwards', async text => {
    const session = await readTogether(...FILES);
    const pattern = text.startsWith('/')
      ? new RegExp(text.slice(1, -1), text === text.toLowerCase() ? 'im' : 'm')
      : new RegExp(text, text === text.toLowerCase() ? 'i' : '');
    const texts = await allTexts(session);
    const expected = texts.flatMap((each, id) => (pattern.test(each) ? [id] : []));
    expect(await session.ask('find', { text })).toEqual({ fault: null });
    const hits = await allHits(session);
    expect(hits.map(hit => hit.message)).toEqual(expected);
    expect(hits.map(hit => hit.number)).toEqual(expected.map((_, number) => number));
    expect((await allHits(session, true)).map(hit => hit.message)).toEqual(expected.toReversed());
  });

  it('passes over conversations that are not in the result', async () => {
    const session = await readTogether(...FILES);
    await session.ask('result', { query: 'method REGISTER', sort: BY_INDEX });
    await session.ask('settled', {});
    const [register] = await session.rows();
    await session.ask('find', { text: 'CSeq' });
    const hits = await allHits(session);
    expect(hits.length).toBeGreaterThan(0);
    for (const { conversation } of hits) expect((await session.rows()).map(row => row.index)).toContain(conversation);
    expect(hits[0]!.conversation).toBe(register!.index);
    await session.ask('result', { query: '', sort: BY_INDEX });
    expect((await allHits(session)).length).toBeGreaterThan(hits.length);
  });

  it('starts from any message, found or not', async () => {
    const session = await readTogether(...FILES);
    await session.ask('find', { text: 'CSeq' });
    const { count } = session.core.index.conversations.messages;
    for (const from of [0, 3, count - 1]) {
      const { hit: after } = await session.ask('findNext', { from: messageId(from), backwards: false });
      const { hit: before } = await session.ask('findNext', { from: messageId(from), backwards: true });
      expect(after?.message ?? count).toBe(from + 1);
      expect(before?.message ?? -1).toBe(from - 1);
    }
  });

  it('says why a pattern is none, and keeps what it looked for', async () => {
    const session = await readTogether(...FILES);
    await session.ask('find', { text: 'CSeq' });
    expect((await session.ask('find', { text: '/(/' })).fault).toContain('the closing ) is missing');
    expect((await session.ask('findNext', { from: null, backwards: false })).hit?.message).toBe(0);
    await session.ask('find', { text: '' });
    expect(await session.ask('findNext', { from: null, backwards: false })).toEqual({ hit: null });
    expect(session.core.find.progress).toBeNull();
  });

  it('finds text that is not ASCII', async () => {
    const session = await readTogether(sample('call-caller-id-rejected.pcap'));
    await session.ask('find', { text: 'Örn' });
    const hits = await allHits(session);
    expect(hits.length).toBeGreaterThan(0);
    await session.ask('find', { text: '/"Ö.n"/' });
    expect(await allHits(session)).toEqual(hits);
  });
});

describe('queries that need text', () => {
  const session = readOnce(...FILES);
  const some = (pattern: RegExp) => (texts: string[]) => texts.some(text => pattern.test(text));
  const head = (text: string) => text.split('\r\n\r\n')[0]!;
  const body = (text: string) => text.slice(head(text).length);

  it.each<[query: string, meant: (texts: string[]) => boolean]>([
    ['/INVITE sip:5660066/', some(/INVITE sip:5660066/)],
    ['text "Busy Here"', some(/busy here/i)],
    ['/Diversion/ and not status 403', texts => some(/Diversion/)(texts) && !some(/^SIP\/2\.0 403/)(texts)],
    ['/REGISTER/ or text 5812345', some(/REGISTER|5812345/)],
    [
      'message(/INVITE sip/ header.contact 10.20.0.22)',
      texts => texts.some(text => /INVITE sip/.test(text) && /^Contact:.*10\.20\.0\.22/m.test(head(text))),
    ],
    ['body RTP/AVP', texts => texts.map(body).some(text => text.includes('RTP/AVP'))],
    ['header.user-agent asterisk', texts => texts.map(head).some(text => /^User-Agent:.*asterisk/im.test(text))],
    [
      'header.user-agent /^Asterisk.*1$/',
      texts => texts.map(head).some(text => /^User-Agent: Asterisk.*1\r?$/m.test(text)),
    ],
    ['codec G722', some(/^a=rtpmap:\d+ G722\//m)],
    ['not /CSeq: 102/', texts => !some(/CSeq: 102/)(texts)],
  ])('%s', async (query, meant) => {
    const texts = await allTexts(session);
    const { count, messages } = session.core.index.conversations;
    const ofRow = (row: number) => texts.filter((_, id) => messages.conversation.get(messageId(id)) === row);
    const expected = Array.from({ length: count }, (_, row) => row).filter(row => meant(ofRow(row)));
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(count);
    await session.ask('result', { query, sort: BY_INDEX });
    await session.ask('settled', {});
    expect((await session.rows()).map(row => row.index)).toEqual(expected);
    expect((await session.ask('counts', { queries: [query] })).counts).toEqual([expected.length]);
  });

  it('find nothing where the file was written over meanwhile', async () => {
    const path = join(folder(), 'changed.pcap');
    generate(path, 60);
    const session = await readTogether(path);
    writeFileSync(path, Buffer.alloc(100, 'INVITE '));
    await session.ask('result', { query: '/INVITE/', sort: BY_INDEX });
    await session.ask('settled', {});
    await session.ask('find', { text: 'INVITE' });
    expect([session.core.result.count, await allHits(session)]).toEqual([0, []]);
  });
});

describe('bare words', () => {
  async function matched(session: CoreSession, query: string) {
    await session.ask('result', { query, sort: BY_INDEX });
    return session.ask('settled', {});
  }

  it('are looked for nearly where nothing matches exactly', async () => {
    const session = await readTogether(...FILES);
    const exactly = await matched(session, 'registered');
    expect(exactly).toMatchObject({ fuzzy: false });
    expect(await matched(session, 'regstered')).toEqual({ ...exactly, fuzzy: true });
    expect(await matched(session, 'xyzzyqwkj')).toEqual({ matched: 0, fuzzy: true });
    expect(await matched(session, 'state registered')).toMatchObject({ fuzzy: false });
  });

  it('wait for the end of what is loading', async () => {
    const session = openCore();
    await session.ask('result', { query: 'regstered', sort: BY_INDEX });
    await session.ask('open', { paths: FILES, limit: null });
    expect(session.core.search.fuzzy).toBe(false);
    await session.ask('loaded', {});
    expect(await session.ask('settled', {})).toMatchObject({ fuzzy: true });
  });
});

it('follows the number plan', async () => {
  const session = await readTogether(sample('call-unanswered-nat.pcap'));
  await session.ask('result', { query: 'dstnum +3545660066', sort: BY_INDEX });
  expect(await session.ask('settled', {})).toEqual({ matched: 0, fuzzy: false });
  await session.ask('numberPlan', { country: '354', length: 7 });
  expect(await session.ask('settled', {})).toEqual({ matched: 1, fuzzy: false });
});

it('tells the values of every field that completion asks for', async () => {
  const { ask } = await readTogether(...FILES);
  const values = async (field: string, prefix = '') =>
    (await ask('values', { field, limit: 3, prefix })).flatMap(({ value }) => value ?? []);
  expect(await values('dstnum', '566')).toEqual(['5660066']);
  expect(await values('diversion')).toEqual(expect.arrayContaining(['1502', '4151509', '4151500']));
  expect(await values('srcport')).toContain('5060');
  expect((await values('source')).every(name => FILES.includes(name))).toBe(true);
  expect(await values('codec')).toContain('PCMA');
  expect((await values('media'))[0]).toMatch(/^audio /);
  expect(await values('status', '40')).toContain('401');
  expect(await values('header')).toEqual([]);
});
