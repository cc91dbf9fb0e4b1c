/** Packets of the corpus with bytes changed, cut, repeated and swapped: nothing throws, and the accounts add up. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/capture/open.js';
import { decode, type GivenPacket } from './harness.js';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const table = new URL('expected.tsv', corpus);
/** Packets taken of each file, and mutations tried with each. */
const PACKETS = 60;
const RUNS = 4;

const paths = existsSync(table)
  ? readFileSync(table, 'latin1')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split('\t', 1)[0] ?? '')
  : [];

async function packetsOf(path: string): Promise<GivenPacket[]> {
  const source = await openSource(fileURLToPath(new URL(path, corpus)));
  if ('refused' in source) return [];
  const packets: GivenPacket[] = [];
  for (let step = source.next(); step !== 'end' && packets.length < PACKETS; step = source.next()) {
    if (step === 'starved') await source.fill();
    if (step !== 'packet') continue;
    const { bytes, start, end, linkType, timeUs, originalLength } = source.packet;
    packets.push({ bytes: bytes.slice(start, end), linkType, timeUs, originalLength });
  }
  await source.close();
  return packets;
}

type Mutation = { at: number; place: number; value: number; how: 'change' | 'cut' | 'repeat' | 'swap' | 'insert' };

function mutate(packets: readonly GivenPacket[], mutations: readonly Mutation[]): GivenPacket[] {
  const mutated = packets.map(packet => ({ ...packet, bytes: packet.bytes.slice() }));
  for (const { at, place, value, how } of mutations) {
    const index = at % mutated.length;
    const packet = mutated[index]!;
    const offset = place % Math.max(1, packet.bytes.length);
    if (how === 'change' && packet.bytes.length > 0) packet.bytes[offset] = value;
    else if (how === 'cut') packet.bytes = packet.bytes.slice(0, offset);
    else if (how === 'repeat') mutated.push({ ...packet, bytes: packet.bytes.slice() });
    else if (how === 'swap')
      [mutated[index], mutated[place % mutated.length]] = [mutated[place % mutated.length]!, packet];
    else packet.bytes = Uint8Array.from([...packet.bytes.slice(0, offset), value, ...packet.bytes.slice(offset)]);
  }
  return mutated;
}

describe.skipIf(paths.length === 0)('mutated captures (skipped where ../shared/corpus is absent)', () => {
  it.each(paths)('%s', async path => {
    const packets = await packetsOf(path);
    if (packets.length === 0) return;
    const mutation = fc.record({
      at: fc.nat(200),
      // Headers are short: half of the mutations hit them.
      place: fc.oneof(fc.nat(60), fc.nat(2000)),
      value: fc.nat(255),
      how: fc.constantFrom(
        'change' as const,
        'change' as const,
        'cut' as const,
        'repeat' as const,
        'swap' as const,
        'insert' as const,
      ),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 80 }), mutations => {
        const mutated = mutate(packets, mutations);
        // The harness checks after every packet that the sums add up, and that a message without parts is its packet's.
        expect(decode(mutated).accounts.read).toBe(mutated.length);
      }),
      { numRuns: RUNS },
    );
  });
});
