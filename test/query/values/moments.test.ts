/** Times of day and dates, in local time. */
import { afterEach, describe, expect, it } from 'vitest';
import { timeTest } from '../../../src/query/values/moments.js';

const zone = process.env['TZ'];

afterEach(() => {
  process.env['TZ'] = zone;
});

/** Whether a value of `time` holds for a time given in UTC. */
function at(text: string, utc: string, dated = true): boolean {
  const reading = timeTest({ form: 'word', text, flags: '', comparison: '', start: 0, end: text.length }, 'at');
  if ('expected' in reading) throw new Error(reading.expected);
  return reading.test(Date.parse(utc) * 1000, dated);
}

describe('times', () => {
  it('are local, unless they end in Z or have no date', () => {
    process.env['TZ'] = 'Asia/Kolkata';
    expect(at('17:30', '2018-04-16T12:00:30Z')).toBe(true);
    expect(at('12:00', '2018-04-16T12:00:30Z')).toBe(false);
    expect(at('2018-04-17', '2018-04-16T20:00:00Z')).toBe(true);
    expect(at('2018-04-16T20:00Z', '2018-04-16T20:00:00Z')).toBe(true);
    expect(at('20:00', '1970-01-01T20:00:00Z', false)).toBe(true);
  });

  it('follow the clock when it changes', () => {
    process.env['TZ'] = 'Europe/Berlin';
    expect(at('01:59', '2018-03-25T00:59:59Z')).toBe(true);
    expect(at('03:00', '2018-03-25T01:00:00Z')).toBe(true);
  });

  it('cover their own precision', () => {
    expect(at('2018-04-16', '2018-04-16T23:59:59.999Z')).toBe(true);
    expect(at('12:05', '2018-04-16T12:05:59.999Z')).toBe(true);
    expect(at('12:05', '2018-04-16T12:06:00Z')).toBe(false);
    expect(at('12:05:01.5', '2018-04-16T12:05:01.599Z')).toBe(true);
    expect(at('12:05:01.50', '2018-04-16T12:05:01.599Z')).toBe(false);
  });

  it('may cross midnight in a range, with or without a date', () => {
    expect(at('23:00..01:00', '2018-04-16T00:30:00Z')).toBe(true);
    expect(at('23:00..01:00', '2018-04-16T12:00:00Z')).toBe(false);
    expect(at('00:10', '1970-01-02T00:10:00Z', false)).toBe(true);
    expect(at('12:00..', '2018-04-16T11:59:59Z')).toBe(false);
  });

  it('match no date in a source without dates', () => {
    expect(at('1970-01-01', '1970-01-01T08:00:00Z', false)).toBe(false);
  });
});
