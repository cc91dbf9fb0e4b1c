/** SIP over TCP, read by the engine, whose core follows streams that are simple, and by the decoder alone: they say the same. */
import { expect, test } from 'vitest';
import { pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { type Bytes, ethernet, ipv4, request, type TcpOptions, tcp } from '../decode/wire.js';
import { folder } from '../engine/core-session.js';
import { Random } from '../fuzz/random.js';
import { differencesWhenPacked, WITH_EVENTS } from './plain-and-packed.js';
import { randomSegments } from './random-segments.js';
import { bytesByBoth } from './read-by-both.js';

const SEED = 20_261_128;
const TRIALS = 120;
/** More connections than are followed at once (src/decode/streams/tcp-streams.ts). */
const TOO_MANY = 65_600;
const SHAPE = { magic: 0xa1b2c3d4, littleEndian: true };

/** A segment as a record, so many seconds after the first. */
function segment(text: string, options: TcpOptions, seconds = 0): Bytes {
  const packet = ethernet(ipv4(tcp(text, { flags: 'PA', ...options }), { protocol: 6 }));
  return pcapRecordBytes(SHAPE, 1_700_000_000 + seconds, 0, packet);
}

/** A message of another client each time: port and, for more than 60,000, the server's. */
function ofClient(number: number, text: string, sequence = 1): Bytes {
  return segment(text, { source: 1024 + (number % 60_000), destination: 5060 + Math.floor(number / 60_000), sequence });
}

async function read(records: readonly Bytes[]) {
  const both = await bytesByBoth(new Uint8Array(Buffer.concat([pcapHeader(SHAPE), ...records])), folder());
  if (both === 'refused') throw new Error('The capture is refused.');
  return both;
}

test('random segments', async () => {
  const into = folder();
  let [packets, taken, messages] = [0, 0, 0];
  for (let trial = 0; trial < TRIALS; trial++) {
    const capture = randomSegments(new Random(SEED, trial));
    const both = await bytesByBoth(capture, into);
    if (both === 'refused') continue;
    expect([trial, both.differences]).toEqual([trial, []]);
    packets += both.packets;
    taken += both.takenByCore;
    messages += both.messages;
    if (trial % 3 > 0) continue;
    expect([trial, await differencesWhenPacked(capture, into, WITH_EVENTS)]).toEqual([trial, []]);
  }
  expect(taken / packets).toBeGreaterThan(0.3);
  expect(messages).toBeGreaterThan(2000);
}, 240_000);

test('whole messages are taken by the core, also several of a segment, and one of several segments', async () => {
  const [one, two, three] = [request('one'), request('two'), request('three')];
  const third = 1 + one.length + two.length + three.length;
  const both = await read([
    segment(one, {}),
    segment(two + three, { sequence: 1 + one.length }),
    segment(one.slice(0, 50), { sequence: third }),
    segment(one.slice(50, 60), { sequence: third + 50 }),
    segment(one.slice(60), { sequence: third + 60 }),
    segment(two, { sequence: third + one.length }),
    segment(three, { sequence: third + one.length + two.length }),
  ]);
  // The first packet and the last go through the decoder in any capture.
  expect(both).toEqual({ differences: [], messages: 6, packets: 7, takenByCore: 5 });
});

test('a message whose parts are not neighbours goes through the decoder, and what follows it through the core again', async () => {
  const [one, two, three] = [request('one'), request('two'), request('three')];
  const both = await read([
    segment(three, { source: 4000 }),
    segment(one.slice(0, 50), {}),
    segment(three, { source: 4001 }),
    segment(one.slice(50), { sequence: 51 }),
    segment(two, { sequence: 1 + one.length }),
    segment(three, { sequence: 1 + one.length + two.length }),
  ]);
  expect(both).toEqual({ differences: [], messages: 5, packets: 6, takenByCore: 2 });
});

test('a gap is given up before a later segment of another connection is taken', async () => {
  const cut = request('cut').slice(0, 100);
  const both = await read([
    segment(request('first'), { source: 4000 }),
    segment(cut, {}),
    segment(request('behind'), { sequence: 1 + cut.length + 10 }, 1),
    segment(request('later'), { source: 4000, sequence: 1 + request('first').length }, 60),
    segment(request('last'), { source: 4001 }, 61),
  ]);
  expect([both.differences, both.messages]).toEqual([[], 5]);
});

test('where there are too many connections, those unused for longest are given up', async () => {
  const message = 'OPTIONS sip:a SIP/2.0\r\nCall-ID: x\r\nContent-Length: 0\r\n\r\n';
  const cut = message.slice(0, 30);
  const records = Array.from({ length: TOO_MANY }, (_, number) =>
    ofClient(number, number % 1000 === 5 ? cut : message),
  );
  const again = [0, 5, 7, 60, 63, 64, 65, 70, 200, TOO_MANY - 1].map(number => ofClient(number, message));
  const used = ofClient(7, '\r\n', 1 + message.length);
  const both = await read([...records.slice(0, 60_000), used, ...records.slice(60_000), ...again]);
  expect(both.differences).toEqual([]);
  expect(both.takenByCore / both.packets).toBeGreaterThan(0.9);
}, 120_000);
