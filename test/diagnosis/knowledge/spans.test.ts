import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GAP_US, Spans } from '../../../src/diagnosis/knowledge/spans.js';
import { messageId, NO_MESSAGE } from '../../../src/model/ids.js';

const S = 1_000_000;

function spansOf(...seconds: number[]): Spans {
  const spans = new Spans();
  for (const each of seconds) spans.add(each * S, messageId(each));
  return spans;
}

describe('spans of time', () => {
  it('know what was seen last before a gap, and first after it', () => {
    const spans = spansOf(0, 5, 100, 105);
    expect(spans.lastBefore(60 * S)).toEqual({ timeUs: 5 * S, message: 5 });
    expect(spans.firstAfter(60 * S)).toEqual({ timeUs: 100 * S, message: 100 });
    expect(spans.within(6 * S, 99 * S)).toBe(false);
    expect(spans.within(6 * S, 100 * S)).toBe(true);
  });

  it('inside a span only know that it was seen', () => {
    expect(spansOf(0, 5).lastBefore(3 * S)).toEqual({ timeUs: 3 * S, message: NO_MESSAGE });
  });

  it('know nothing before the first and after the last', () => {
    expect(spansOf(10).lastBefore(9 * S)).toBeUndefined();
    expect(spansOf(10).firstAfter(11 * S)).toBeUndefined();
  });

  it('are the same in whatever order and however often times are added', () => {
    const times = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 });
    fc.assert(
      fc.property(times, times, fc.integer({ min: 0, max: 300 }), (some, asked, seed) => {
        const shuffled = [...some, ...some].sort((a, b) => ((a * 7919 + seed) % 101) - ((b * 7919 + seed) % 101));
        const [one, other] = [spansOf(...some), spansOf(...shuffled)];
        expect(other.count).toBe(one.count);
        for (const at of asked) {
          expect(other.lastBefore(at * S)?.timeUs).toBe(one.lastBefore(at * S)?.timeUs);
          expect(other.firstAfter(at * S)?.timeUs).toBe(one.firstAfter(at * S)?.timeUs);
        }
      }),
    );
  });

  it('never say that nothing was seen where something was', () => {
    const times = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(times, seconds => {
        const spans = spansOf(...seconds);
        for (const each of seconds) expect(spans.within(each * S, each * S)).toBe(true);
        const sorted = [...new Set(seconds)].sort((a, b) => a - b);
        const gaps = sorted.filter((each, at) => at > 0 && (each - sorted[at - 1]!) * S >= GAP_US).length;
        expect(spans.count).toBe(gaps + 1);
      }),
    );
  });

  it('are bounded: of many, the oldest become one, in which all counts as seen', () => {
    const spans = new Spans();
    for (let at = 0; at < 10_000; at++) spans.add(at * 20 * S, messageId(at));
    expect(spans.count).toBe(256);
    expect(spans.within(10 * S, 15 * S)).toBe(true);
    expect(spans.within(199_961 * S, 199_979 * S)).toBe(false);
  });
});
