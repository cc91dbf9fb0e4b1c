/** Durations: one rounding, and no unit that is full. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duration, roundTrip } from '../../src/format/durations.js';

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

it('is nothing where it is not known', () => {
  expect([duration(null), duration(Number.NaN)]).toEqual(['', '']);
});

it.each([
  [0.004, '0.00 ms'],
  [1.844, '1.84 ms'],
  [9.996, '10.0 ms'],
  [31.46, '31.5 ms'],
  [999.94, '999.9 ms'],
  [999.96, '1.0 s'],
  [59_960, '1 min 0 s'],
])('a round trip of %d ms is %s', (ms, text) => {
  expect(roundTrip(ms)).toBe(text);
});

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** What a text says in ms, and the step between it and the next one of its kind. */
function read(text: string): { ms: number; step: number } {
  let ms = 0;
  let step = 0;
  for (const [, figure = '', unit = ''] of text.matchAll(/([\d.]+) (ms|s|min|h)/g)) {
    ms += Number(figure) * UNIT_MS[unit]!;
    step = UNIT_MS[unit]! / 10 ** (figure.split('.')[1]?.length ?? 0);
  }
  return { ms, step };
}

it.each([
  ['duration', duration],
  ['roundTrip', roundTrip],
] as const)('%s never fills a unit, never prints less for more, and is off by half a step at most', (_, format) => {
  // Around every place where the unit or the number of digits changes, and anywhere.
  const boundary = fc
    .tuple(
      fc.constantFrom(10, 100, 1000, 10_000, 60_000, 3_600_000, 7_200_000),
      fc.double({ min: -1, max: 1, noNaN: true }),
    )
    .map(([at, off]) => at + (off * at) / 50);
  const length = fc.oneof(boundary, fc.double({ min: 0, max: 1e8, noNaN: true }));
  fc.assert(
    fc.property(length, length, (one, other) => {
      const text = format(one);
      expect(text).not.toMatch(/\b1000(\.0)? ms|\b60(\.0)? (s|min)/);
      const { ms, step } = read(text);
      expect(Math.abs(ms - one)).toBeLessThanOrEqual(step / 2 + 1e-6);
      const [less, more] = one < other ? [one, other] : [other, one];
      expect(read(format(less)).ms).toBeLessThanOrEqual(read(format(more)).ms);
    }),
  );
});
