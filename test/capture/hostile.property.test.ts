import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../runs.js';
import { CORPUS_ABSENT, corpusBytes, hasCorpus, read } from './captures.js';

/** First bytes of every format, so that random bytes get past the recognition. */
const BEGINNINGS = [
  '',
  '\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\xff\xff\0\0\x01\0\0\0',
  '\xa1\xb2\xcd\x34\0\x02\0\x04\0\0\0\0\0\0\0\0\0\0\xff\xff\0\0\0\x01',
  '\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a\x01\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x1c\0\0\0',
  'snoop\0\0\0\0\0\0\x02\0\0\0\x04',
  `GMBU\0\x02\x01\0\xe2\x07\x04\0\x02\0\x11\0\x09\0\x0c\0\x29\0\x85\0\xff\x01\0\0\x20${'\0'.repeat(96)}`,
  `GMBU\x03\x02\x01\0\xe2\x07\x04${'\0'.repeat(117)}`,
  '\x28\xb5\x2f\xfd\0\x50',
  '\x1f\x8b\x08\0\0\0\0\0\0\x03',
  '10:00:00.000001 IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP\n',
];

const pieces = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 5 });

test('any bytes are read or refused in a sentence', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...BEGINNINGS),
      fc.uint8Array({ maxLength: 500 }),
      pieces,
      async (beginning, bytes, lengths) => {
        const reading = await read(Buffer.concat([Buffer.from(beginning, 'latin1'), bytes]), lengths);
        if (typeof reading === 'string') expect(reading).toMatch(/^test .*[a-z)]/);
        else
          for (const { offset, length, what } of reading.damage)
            expect([offset !== null && offset >= 0, length >= 0, what !== '']).toEqual([true, true, true]);
      },
    ),
    runs(500),
  );
});

test('any text that unpacks to anything is read or refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(300), async (bytes, cut) => {
      const packed = zlib.gzipSync(bytes);
      expect(await read(packed.subarray(0, Math.max(2, packed.length - cut)))).toBeTruthy();
    }),
    runs(),
  );
});

describe.skipIf(!hasCorpus)(`captures of the corpus, mutated${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  test.each([
    'goffinet/SIP-SDP-Example.pcap',
    'goffinet/sip-direct.pcapng',
    'derived/goffinet-proxy.be-tsresol9-spb.pcapng',
    'derived/goffinet-two-sections.pcapng',
    'tcpdump-text/rendered-goffinet-proxy.A.txt',
    'tcpdump-text/rendered-goffinet-proxy.vv.txt',
    'tcpdump-text/rendered-sngrep-ipip.X.txt',
  ])('%s', async path => {
    const whole = corpusBytes(path);
    const place = fc.nat(whole.length - 1);
    await fc.assert(
      fc.asyncProperty(place, place, fc.uint8Array({ maxLength: 40 }), pieces, async (from, to, inserted, lengths) => {
        // What lies between the places is replaced, or comes twice.
        const mutated = Buffer.concat([whole.subarray(0, from), inserted, whole.subarray(to)]);
        expect(await read(mutated, lengths)).toEqual(await read(mutated));
      }),
      runs(60),
    );
  });
});
