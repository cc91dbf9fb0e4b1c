/** HEP over TCP from agents that are idle, slow, many, or no agents at all; with limits of fractions of a second. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CONNECTION_LIMITS, type ConnectionLimits } from '../../../src/live/hep/hep-connections.js';
import { HepQueue } from '../../../src/live/hep/hep-queue.js';
import { type HepListener, HepSource } from '../../../src/live/hep/hep-source.js';
import { CHUNK } from '../../../src/model/hep.js';
import { hep3, textChunk } from './hep-packets.js';

const NEVER = 3_600_000;
const PATIENT: ConnectionLimits = {
  ...CONNECTION_LIMITS,
  firstReportMs: NEVER,
  reportMs: NEVER,
  silenceMs: NEVER,
  lookMs: 20,
};

async function listening(limits: Partial<ConnectionLimits>, more: Partial<HepListener> = {}): Promise<HepSource> {
  const listener = { address: '127.0.0.1', port: 0, key: null, limits: { ...PATIENT, ...limits }, ...more };
  const source = await HepSource.listen(listener);
  if ('refused' in source) throw new Error(source.refused);
  onTestFinished(() => source.close());
  return source;
}

async function connected(source: HepSource, host = '127.0.0.1', localAddress?: string): Promise<Socket> {
  const socket = connect({ port: source.port, host, ...(localAddress === undefined ? {} : { localAddress }) });
  socket.on('error', () => socket.destroy());
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

const report = (text: string) => hep3(textChunk(CHUNK.payload, text));

/** Reads until this many datagrams came: their texts, or why they were not readable. */
async function read(source: HepSource, count: number): Promise<string[]> {
  const texts: string[] = [];
  while (texts.length < count) {
    const step = source.next();
    if (step === 'end') break;
    if (step === 'starved') await source.fill();
    else {
      const { bytes, start, end, unreadable } = source.datagram;
      texts.push(unreadable ?? Buffer.from(bytes.subarray(start, end)).toString());
    }
  }
  return texts;
}

const said = (source: HepSource) => source.damage.map(({ what }) => what);

describe('a connection ends', () => {
  it('that sends nothing', async () => {
    const source = await listening({ firstReportMs: 100 });
    await once(await connected(source), 'close');
    expect(said(source)).toEqual(['a connection of 127.0.0.1 was ended: it sent no HEP for 0.1 s']);
  });

  it('that sends a report byte by byte, though each byte comes in time', async () => {
    const source = await listening({ reportMs: 200 });
    const socket = await connected(source);
    const bytes = report('x'.repeat(1000));
    socket.write(report('first'));
    let at = 0;
    const dripping = setInterval(() => socket.write(bytes.subarray(at, ++at)), 10);
    await once(socket, 'close');
    clearInterval(dripping);
    expect(at).toBeLessThan(bytes.length);
    expect(said(source)).toContain('a connection of 127.0.0.1 was ended: it sent only a part of a report in 0.2 s');
  });

  it('that is silent after its reports, which stay', async () => {
    const source = await listening({ silenceMs: 200 });
    const socket = await connected(source);
    socket.write(report('first'));
    await once(socket, 'close');
    expect(await read(source, 1)).toEqual(['first']);
    expect(said(source)).toEqual(['a connection of 127.0.0.1 was ended: it was silent for 0.2 s']);
  });

  it.each(['GET / HTTP/1.1\r\n\r\n', 'HEP2 and more', 'H', 'HEP3\0\x05'])('that sends %j', async garbage => {
    const source = await listening({ firstReportMs: 300 });
    const socket = await connected(source);
    socket.write(garbage);
    await once(socket, 'close');
    expect(said(source).length).toBeGreaterThan(0);
    expect(await read(source, 1)).toHaveLength(1);
    expect(source.datagram.unreadable).toMatch(/^(no HEP|HEP)/);
  });
});

describe('a report over TCP', () => {
  it.each([1, 3, 5, 6, 7, 50, 1_000_000])('is whole in pieces of %i bytes', async piece => {
    const source = await listening({});
    const socket = await connected(source);
    socket.setNoDelay(true);
    const all = Buffer.concat([report('first'), report('y'.repeat(300)), report('')]);
    for (let at = 0; at < all.length; at += piece) {
      socket.write(all.subarray(at, at + piece));
      await new Promise(setImmediate);
    }
    expect(await read(source, 3)).toEqual(['first', 'y'.repeat(300), '']);
  });

  it('that its sender cuts short is read as far as it goes', async () => {
    const source = await listening({});
    const socket = await connected(source);
    const bytes = report('SIP/2.0 200 OK');
    socket.end(Buffer.concat([report('first'), bytes.subarray(0, bytes.length - 3)]));
    expect(await read(source, 2)).toEqual(['first', 'SIP/2.0 200']);
    expect(source.datagram.truncated).toBe(true);
  });

  it('waits at its sender while the queue is full, so that none is lost', async () => {
    // Less than half of what is sent, and room beside its half for what one read of the socket brings.
    const source = await listening({}, { queue: new HepQueue(400_000) });
    const socket = await connected(source);
    const count = 3000;
    for (let i = 0; i < count; i++) socket.write(report(`${i} ${'z'.repeat(500)}`));
    const numbers = (await read(source, count)).map(text => Number(text.split(' ')[0]));
    expect(source.dropped().program).toBe(0);
    expect(numbers).toEqual(Array.from({ length: count }, (_, i) => i));
  });
});

describe('a stop', () => {
  it('ends though a sender goes on for ever, and says so', async () => {
    const source = await listening({});
    const socket = await connected(source);
    const sending = setInterval(() => socket.write(report('again')), 1);
    onTestFinished(() => clearInterval(sending));
    await read(source, 10);
    source.stop();
    await read(source, Number.POSITIVE_INFINITY);
    expect(said(source)).toEqual(['1 connections over TCP were ended; what was on its way in them is not counted']);
  });

  it('reads what waits', async () => {
    const source = await listening({});
    const socket = await connected(source);
    socket.write(Buffer.concat(Array.from({ length: 500 }, (_, i) => report(`${i}`))));
    await read(source, 1);
    source.stop();
    expect(await read(source, Number.POSITIVE_INFINITY)).toHaveLength(499);
    expect(source.next()).toBe('end');
    expect(source.dropped()).toMatchObject({ program: 0 });
  });
});

describe('where there is no room', () => {
  it('256 idle connections of one address give way to a sender of the same address, which is said once', async () => {
    const source = await listening({});
    for (let i = 0; i < 256; i++) await connected(source);
    const sender = await connected(source);
    sender.write(report('rightful'));
    expect(await read(source, 1)).toEqual(['rightful']);
    expect(said(source)).toEqual([
      'a connection of 127.0.0.1 that had sent no HEP was ended: 127.0.0.1 has 32 connections, and another came',
    ]);
  });

  it('idle connections of many addresses give way to a sender of another', async () => {
    const source = await listening({ connections: 20, connectionsOfAddress: 5 });
    for (let i = 0; i < 40; i++) await connected(source, '127.0.0.1', `127.0.1.${1 + (i % 10)}`);
    const sender = await connected(source, '127.0.0.1', '127.0.2.1');
    sender.write(report('rightful'));
    expect(await read(source, 1)).toEqual(['rightful']);
    expect(said(source)).toContain(
      'a connection of 127.0.1.1 that had sent no HEP was ended: there are 20 connections, and another came',
    );
  });

  it('a sender that is at work is not ended for a newcomer', async () => {
    const source = await listening({ connections: 2 });
    const senders = [await connected(source), await connected(source)];
    for (const [i, sender] of senders.entries()) sender.write(report(`sender ${i}`));
    await read(source, 2);
    const newcomer = await connected(source);
    await once(newcomer, 'close');
    expect(said(source)).toEqual(['127.0.0.1 was refused a connection over TCP: all that are allowed are in use']);
    for (const [i, sender] of senders.entries()) sender.write(report(`sender ${i} again`));
    expect((await read(source, 2)).sort()).toEqual(['sender 0 again', 'sender 1 again']);
  });
});
