/** Times of a ladder: rounded before they are split, and as wide as their column. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDelta, formatTime, timeWidth } from '../../src/flow/clock.js';

describe('formatDelta', () => {
  it.each([
    [0, '+0.000'],
    [31_499_779, '+31.500'],
    [-2_000, '-0.002'],
    [59_999_400, '+59.999'],
    [59_999_600, '+1:00.0'],
    [3_599_940_000, '+59:59.9'],
    [3_599_960_000, '+1:00:00'],
    [90_061_000_000, '+25:01:01'],
  ])('%i µs is %s', (us, text) => {
    expect(formatDelta(us)).toBe(text);
  });

  it('is nothing where a time is not known', () => {
    expect([formatDelta(Number.NaN), formatDelta(Number.NaN, true)]).toEqual(['', '']);
    expect(formatTime(Number.NaN, 0, true, 'date', true)).toBe('');
    expect(formatTime(5, Number.NaN, true, 'relative', true)).toBe('');
  });

  it('is off by half a step at most, and never less for more', () => {
    const read = (text: string) => {
      const parts = text.slice(1).split(':');
      const us = parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1e6;
      // With hours the last part is seconds, with minutes alone it has a tenth.
      const digits = parts[parts.length - 1]!.split('.')[1]?.length ?? 0;
      return { us, step: 1e6 / 10 ** digits };
    };
    const boundary = fc
      .tuple(fc.constantFrom(1e6, 60e6, 600e6, 3600e6), fc.integer({ min: -100_000, max: 100_000 }))
      .map(([at, off]) => at + off);
    const length = fc.oneof(boundary, fc.integer({ min: 0, max: 86_400_000_000 }));
    fc.assert(
      fc.property(length, length, fc.boolean(), (one, other, fine) => {
        const { us, step } = read(formatDelta(one, fine));
        expect(Math.abs(us - one)).toBeLessThanOrEqual(step / 2 + 1e-3);
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(read(formatDelta(less, fine)).us).toBeLessThanOrEqual(read(formatDelta(more, fine)).us);
      }),
    );
  });

  it('adds microseconds where there is room', () => {
    expect(formatDelta(31_499_779, true)).toBe('+31.499779');
  });
});

describe('formatTime', () => {
  it('keeps the clock of a source without dates', () => {
    expect(formatTime(60_097_979_995, 0, false, 'time', false)).toBe('16:41:37.979');
    expect(formatTime(60_097_979_995, 0, false, 'date', true)).toBe('16:41:37.979995');
  });

  it('shows local dates and times since the first message', () => {
    const timeUs = new Date(2018, 3, 16, 16, 41, 37, 979).getTime() * 1000;
    expect(formatTime(timeUs, 0, true, 'date', false)).toBe('2018-04-16 16:41:37.979');
    expect(formatTime(timeUs + 1_500_000, timeUs, true, 'relative', false)).toBe('+1.500');
  });

  it('fits its column within a day', () => {
    const times = fc.integer({ min: 0, max: 86_400_000_000 });
    fc.assert(
      fc.property(times, times, fc.constantFrom('time', 'date', 'relative'), fc.boolean(), (a, b, format, fine) => {
        const text = formatTime(Math.max(a, b), Math.min(a, b), true, format, fine);
        expect(text.length).toBeLessThanOrEqual(timeWidth(format, fine));
      }),
    );
  });
});
