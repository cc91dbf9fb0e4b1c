import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timestampUs } from '../../../src/capture/formats/timestamp.js';

/** The same in BigInt: count · unit in µs, rounded down. */
function exactUs(count: bigint, resolution: number): bigint {
  if (resolution >= 0x80) return (count * 1_000_000n) / 2n ** BigInt(resolution - 0x80);
  return (count * 1_000_000n) / 10n ** BigInt(resolution);
}

test('a time of nanoseconds keeps its µs', () => {
  // 2018-04-16 16:41:37.979995999: beyond 2^53 as a count of nanoseconds.
  const count = 1_523_896_897_979_995_999n;
  expect(timestampUs(Number(count >> 32n), Number(count & 0xffff_ffffn), 9)).toBe(1_523_896_897_979_995);
});

test('every unit gives the exact µs of every time up to the year 2100', () => {
  const latestUs = 4_102_444_800_000_000n;
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.integer({ min: 0, max: 255 }), (count, resolution) => {
      const expected = exactUs(count, resolution);
      fc.pre(expected <= latestUs);
      expect(timestampUs(Number(count >> 32n), Number(count & 0xffff_ffffn), resolution)).toBe(Number(expected));
    }),
    { numRuns: 2000 },
  );
});

test('every unit is exact for times of today', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 4_102_444_800_000_000n }),
      fc.constantFrom(0, 3, 6, 7, 9, 0x80, 0x8a, 0x94, 0xa0),
      (us, resolution) => {
        const unit = resolution >= 0x80 ? 2n ** BigInt(resolution - 0x80) : 10n ** BigInt(resolution);
        const count = (us * unit) / 1_000_000n;
        expect(timestampUs(Number(count >> 32n), Number(count & 0xffff_ffffn), resolution)).toBe(
          Number(exactUs(count, resolution)),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
