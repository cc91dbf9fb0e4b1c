import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../runs.js';
import { decode } from '../harness.js';
import { KINDS, logOf, MESSAGES, recut } from './kinds.js';

describe('a TLS connection', () => {
  it.each(KINDS)('%s gives the same messages however it is cut', async (_, made) => {
    const { packets, keyLog } = await made;
    const log = logOf(keyLog);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 30 }), lengths => {
        expect(decode(recut(packets, lengths), true, log).texts).toEqual(MESSAGES);
      }),
      runs(20),
    );
  });

  it.each(KINDS)('%s: changed bytes open nothing and throw nothing', async (_, made) => {
    const { packets, keyLog } = await made;
    const log = logOf(keyLog);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 }), changes => {
        const changed = packets.map(packet => packet.slice());
        for (const [at, place, value] of changes) {
          const packet = changed[at % changed.length]!;
          packet[34 + (place % (packet.length - 34))] = value;
        }
        for (const text of decode(changed, true, log).texts) expect(MESSAGES).toContain(text);
      }),
      runs(),
    );
  });
});
