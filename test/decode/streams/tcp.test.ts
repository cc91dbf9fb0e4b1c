import { describe, expect, it } from 'vitest';
import { decode, type GivenPacket } from '../harness.js';
import { request } from '../wire.js';
import { cut, reply, segment, syn } from './segments.js';

const one = request('one');
const two = request('two');
const three = request('three', 'v=0\r\n'.repeat(100));

describe('TCP', () => {
  it('delivers a message that is complete in its segment without a copy', () => {
    const { messages, kept, accounts } = decode([syn(), segment(one, { sequence: 1000 })]);
    expect(messages).toMatchObject([{ text: one, transport: 'TCP', parts: undefined, timeUs: 1000 }]);
    expect(kept).toEqual([]);
    expect(accounts).toMatchObject({ sip: 1, tcpGaps: 0 });
    expect([...accounts.other]).toEqual([['tcp control', 1]]);
  });

  it('delivers several messages of a segment', () => {
    const { messages, accounts } = decode([segment(one + two + three)]);
    expect(messages.map(m => [m.text, m.parts])).toEqual([
      [one, undefined],
      [two, undefined],
      [three, undefined],
    ]);
    expect(accounts.sip).toBe(1);
  });

  it('delivers a message over several segments, with their places and the time of the last', () => {
    const { messages, accounts } = decode(cut(one + two, [10, 20, one.length + 5]));
    expect(messages).toMatchObject([
      { text: one, parts: [0, 1, 2], timeUs: 2000 },
      { text: two, parts: [2, 3], timeUs: 3000 },
    ]);
    expect(accounts.sip).toBe(4);
  });

  it('counts repeated segments and bare ACKs apart', () => {
    const packets = [
      segment(one, { sequence: 5 }),
      segment(one, { sequence: 5 }),
      segment('', { sequence: 5 + one.length }),
    ];
    const { texts, accounts } = decode(packets);
    expect(texts).toEqual([one]);
    expect(Object.fromEntries(accounts.other)).toEqual({ 'tcp retransmission': 1, 'tcp ack': 1 });
  });

  it('takes only the new bytes of an overlapping segment', () => {
    const stream = one + two;
    const packets = [segment(stream.slice(0, 100), { sequence: 1000 }), segment(stream.slice(50), { sequence: 1050 })];
    expect(decode(packets).texts).toEqual([one, two]);
  });

  it('follows sequence numbers across their wrap', () => {
    const first = 2 ** 32 - 100;
    const packets = [syn(first - 1), ...cut(one + two, [60, 200, one.length + 20], first)];
    expect(decode(packets).texts).toEqual([one, two]);
    expect(decode([packets[0]!, packets[2]!, packets[4]!, packets[3]!, packets[1]!]).texts).toEqual([one, two]);
  });

  it('finds the next start line when it joins midway', () => {
    const { texts, accounts } = decode(cut(`ptime:20\r\n${one}${two}`, [one.length]));
    expect(texts).toEqual([one, two]);
    expect(accounts.sip).toBe(2);
  });

  it('delivers what came of a message before a gap, and resynchronises after it', () => {
    const stream = one + three + two;
    const gapAt = one.length + 250;
    const packets = [
      syn(),
      segment(stream.slice(0, gapAt), { sequence: 1000 }),
      segment(stream.slice(gapAt + 100), { sequence: 1100 + gapAt }),
    ];
    const { messages, accounts } = decode(packets);
    expect(messages.map(m => m.text)).toEqual([one, three.slice(0, 250), two]);
    expect(messages[1]?.missing).toBe(three.length - 250);
    expect(accounts).toMatchObject({ tcpGaps: 1, sip: 2 });
  });

  it('gives up a gap that the receiver acknowledged, a moment later', () => {
    const packets: GivenPacket[] = [
      { bytes: segment(one, { sequence: 1000 }), timeUs: 0 },
      { bytes: reply(two, { sequence: 1 }), timeUs: 1 },
      { bytes: segment(two, { sequence: 1000 + one.length + 50 }), timeUs: 2 },
      { bytes: reply('', { sequence: 1 + two.length, acknowledgement: 1050 + one.length + two.length }), timeUs: 3 },
    ];
    const later = { bytes: segment('', { source: 1 }), timeUs: 150_000 };
    expect(decode(packets, false).texts).toEqual([one, two]);
    expect(decode([...packets, later], false).texts).toEqual([one, two, two]);
  });

  it('gives up a gap after two seconds', () => {
    const packets: GivenPacket[] = [
      { bytes: segment(one, { sequence: 1000 }), timeUs: 0 },
      { bytes: segment(two, { sequence: 1000 + one.length + 50 }), timeUs: 10 },
    ];
    const { messages } = decode([...packets, { bytes: segment('', { source: 1 }), timeUs: 2_100_000 }], false);
    expect(messages).toMatchObject([{ text: one }, { text: two, timeUs: 10, parts: [1] }]);
  });

  it('without times puts segments in order, and gives up a gap at the end', () => {
    const untimed = (...packets: Uint8Array[]) => packets.map(each => ({ bytes: each, timeUs: Number.NaN }));
    const late = segment(two, { sequence: 1000 + one.length });
    const last = segment(three, { sequence: 1000 + one.length + two.length + 50 });
    const { messages } = decode(untimed(syn(), late, segment(one, { sequence: 1000 }), last));
    expect(messages.map(({ text }) => text)).toEqual([one, two, three]);
    expect(messages.every(({ timeUs }) => Number.isNaN(timeUs))).toBe(true);
  });

  it('gives up a gap when too much is held behind it', () => {
    const packets = Array.from({ length: 300 }, (_, i) => segment(three, { sequence: 5000 + i * three.length }));
    const { texts } = decode(
      [segment(one, { sequence: 1000 }), ...packets.concat(cut(three.repeat(300), [], 5000 + 300 * three.length))],
      false,
    );
    expect(texts.length).toBeGreaterThan(300);
  });

  it('starts over when the ports are reused', () => {
    const again = [syn(999), segment(two, { sequence: 1000 })];
    const closed = segment('', { sequence: 1000 + one.length, flags: 'FA' });
    const reset = segment('', { sequence: 1000 + one.length, flags: 'R' });
    expect(decode([syn(), segment(one, { sequence: 1000 }), closed, ...again]).texts).toEqual([one, two]);
    expect(decode([syn(), segment(one, { sequence: 1000 }), reset, ...again]).texts).toEqual([one, two]);
    const other = [syn(77_000_000), segment(two, { sequence: 77_000_001 })];
    expect(decode([syn(), segment(one, { sequence: 1000 }), ...other]).texts).toEqual([one, two]);
  });

  it('delivers a message without length when the connection ends', () => {
    const open = one.replace(/Content-Length.*\r\n/, '');
    const fin = segment('', { sequence: 1000 + open.length, flags: 'FA' });
    expect(decode([segment(open, { sequence: 1000 })], false).texts).toEqual([]);
    expect(decode([segment(open, { sequence: 1000 }), fin], false).texts).toEqual([open]);
    expect(decode([segment(open, { sequence: 1000, flags: 'FA' })], false).texts).toEqual([open]);
  });

  it('waits for what a FIN overtook', () => {
    const [a, b] = cut(one, [100]);
    const fin = segment('', { sequence: 1000 + one.length, flags: 'FA' });
    expect(decode([syn(), a!, fin, b!], false).texts).toEqual([one]);
  });

  it('skips keep-alives', () => {
    const { texts, accounts } = decode(cut(`\r\n\r\n${one}\r\n\r\n${two}`, [4, 4 + one.length, 8 + one.length]));
    expect(texts).toEqual([one, two]);
    expect(Object.fromEntries(accounts.other)).toEqual({ 'keep-alive': 2 });
  });

  it('delivers what the snap length left, and continues after it', () => {
    const packets: GivenPacket[] = [
      { bytes: segment(one, { sequence: 1000 }).slice(0, -5), originalLength: segment(one).length },
      { bytes: segment(two, { sequence: 1000 + one.length }) },
    ];
    const { messages } = decode(packets);
    expect(messages).toMatchObject([
      { text: one.slice(0, -5), missing: 5 },
      { text: two, missing: 0 },
    ]);
  });

  it('does not mistake an HTTP response for SIP', () => {
    const packets = [
      segment('GET / HTTP/1.1\r\nHost: a\r\n\r\n', { sequence: 1 }),
      reply('SIP/2.0 200 OK\r\nHTTP/1.1 200 OK\r\n\r\n', { sequence: 1 }),
    ];
    const { texts, accounts } = decode(packets);
    expect(texts).toEqual([]);
    expect(Object.fromEntries(accounts.other)).toEqual({ http: 2 });
  });

  it('reopens a stream that turns out to be SIP', () => {
    const packets = cut(`\x16\x03\x01\x02\x00 hello${one}`, [11]);
    expect(decode(packets).texts).toEqual([one]);
  });

  it('waits for the beginning of a stream whose later part could be anything', () => {
    const body = `${'\xe4'.repeat(200)}\r\n`;
    const text = request('binary', body);
    const [head, tail] = cut(text, [text.length - 200]);
    expect(decode([syn(), tail!, head!]).texts).toEqual([text]);
  });

  it('keeps no packet of a stream that is not SIP', () => {
    const tls = `\x17\x03\x03\x04\x00${'x'.repeat(1024)}`;
    const { kept, accounts } = decode(cut(tls.repeat(3), [500, 1500]));
    expect(kept).toEqual([]);
    expect([...accounts.other]).toEqual([['tls', 3]]);
  });
});
