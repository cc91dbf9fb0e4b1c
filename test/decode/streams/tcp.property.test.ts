import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../runs.js';
import { decode } from '../harness.js';
import { request } from '../wire.js';
import { cut, segment, syn } from './segments.js';

const one = request('one');
const two = request('two');
const three = request('three', 'v=0\r\n'.repeat(100));

describe('TCP', () => {
  it('gives the same messages however the stream is cut, repeated and ordered', () => {
    const stream = `${one}\r\n\r\n${two}${three}${one.replace(/Content-Length.*\r\n/, '')}`;
    const expected = decode([syn(), segment(stream, { sequence: 1000 })]).texts;
    expect(expected).toHaveLength(4);
    const places = fc.uniqueArray(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 12 });
    const extra = fc.array(fc.tuple(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 300 })), { maxLength: 6 });
    const first = fc.constantFrom(1000, 2 ** 32 - 500);
    fc.assert(
      fc.property(places, extra, first, fc.infiniteStream(fc.nat()), (cuts, repeated, base, order) => {
        const segments = cut(
          stream,
          [...cuts].sort((a, b) => a - b),
          base,
        );
        const copies = repeated.map(([start, length]) =>
          segment(stream.slice(start, start + length), { sequence: (base + start) >>> 0 }),
        );
        const all = [...segments, ...copies].map(packet => ({ packet, key: order.next().value }));
        all.sort((a, b) => a.key - b.key);
        expect(decode([syn(base - 1), ...all.map(({ packet }) => packet)]).texts).toEqual(expected);
      }),
      runs(200),
    );
  });
});
