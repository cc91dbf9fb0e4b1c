/** Durations: one rounding, and no unit that is full. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duration } from '../../src/format/durations.js';

it.each([
  [0, '0.0 ms'],
  [0.04, '0.0 ms'],
  [0.4, '0.4 ms'],
  [9.94, '9.9 ms'],
  [9.96, '10 ms'],
  [850.4, '850 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [4200, '4.2 s'],
  [59_800, '59.8 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min 0 s'],
  [63_000, '1 min 3 s'],
  [3_599_400, '59 min 59 s'],
  [3_599_600, '1 h 0 min'],
  [7_169_000, '1 h 59 min'],
  [7_170_000, '2 h 0 min'],
  [7_500_000, '2 h 5 min'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it('never fills a unit, and never prints less for more', () => {
  const inMs = (text: string) =>
    [...text.matchAll(/([\d.]+) (ms|s|min|h)/g)].reduce(
      (sum, [, figure, unit]) => sum + Number(figure) * { ms: 1, s: 1000, min: 60_000, h: 3_600_000 }[unit as 's']!,
      0,
    );
  const length = fc.oneof(
    fc.double({ min: 0, max: 1e8, noNaN: true }),
    fc.double({ min: 0, max: 70_000, noNaN: true }),
  );
  fc.assert(
    fc.property(length, length, (one, other) => {
      expect(duration(one)).not.toMatch(/\b1000 ms|\b60(\.0)? (s|min)/);
      const [less, more] = one < other ? [one, other] : [other, one];
      expect(inMs(duration(less))).toBeLessThanOrEqual(inMs(duration(more)));
    }),
  );
});
