/** Several sources as one: by time, each in its own order, whatever the pieces their bytes come in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDatagram, emptyPacket } from '../../../src/capture/packet.js';
import type { Source, Step } from '../../../src/capture/source.js';
import { OpenFile } from '../../../src/engine/sources/open-file.js';
import { Merge } from '../../../src/engine/ingest/merge.js';

/** A source of packets at the given times; a null stands for bytes that are not there yet. */
function fake(id: number, times: readonly (number | null)[]): OpenFile {
  const packet = emptyPacket();
  let at = 0;
  const source: Source = {
    ...{ name: `fake ${id}`, format: 'pcap', rereadable: false, dated: true, live: false, bytesRead: 0, size: 0 },
    ...{ damage: [], damageNotKept: 0, packet, datagram: emptyDatagram() },
    next(): Step {
      const time = times[at];
      if (time === undefined) return 'end';
      if (time === null) return 'starved';
      at++;
      packet.timeUs = time;
      return 'packet';
    },
    async fill() {
      if (times[at] === null) at++;
    },
    readAt: () => undefined,
    bytesAt: () => new Uint8Array(0),
    close: async () => {},
  };
  return new OpenFile(id, source, null);
}

async function merged(files: readonly OpenFile[]): Promise<[id: number, timeUs: number][]> {
  const merge = new Merge(files);
  const out: [number, number][] = [];
  for (let idle = 0; idle < 100_000; idle++) {
    const file = merge.next();
    if (file === 'end') return out;
    if (file === 'starved') await merge.fill();
    else out.push([file.id, file.source.packet.timeUs]);
  }
  throw new Error('the merge does not end');
}

describe('Merge', () => {
  it('is every packet once, by time where each source is, each source in its order in any case', async () => {
    const times = fc.array(fc.oneof(fc.nat(1000), fc.constant(null)), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(times, { maxLength: 5 }), fc.boolean(), async (sources, ordered) => {
        const given = ordered ? sources.map(each => inOrder(each)) : sources;
        const out = await merged(given.map((each, id) => fake(id, each)));
        for (const [id, each] of given.entries()) {
          expect(out.filter(([from]) => from === id).map(([, time]) => time)).toEqual(each.filter(one => one !== null));
        }
        if (ordered) {
          const all = out.map(([, time]) => time);
          expect(all).toEqual([...all].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('takes the one named first where times are equal', async () => {
    expect(await merged([fake(1, [5, 5]), fake(2, [5])])).toEqual([
      [1, 5],
      [1, 5],
      [2, 5],
    ]);
  });
});

/** The same waits, with the times between them in order. */
function inOrder(times: readonly (number | null)[]): (number | null)[] {
  const sorted = times.filter(time => time !== null).sort((a, b) => a - b);
  return times.map(time => (time === null ? null : sorted.shift()!));
}
