import { describe, expect, it } from 'vitest';
import { filled, slotJson, slotNames, span } from '../../src/diagnosis/sentence.js';
import { NO_TIME } from '../../src/model/times.js';

describe('a sentence', () => {
  it('has the values of its slots', () => {
    expect(filled('no reply from {peer} in {time}', { peer: '10.0.0.2:5060', time: { ms: 31_500 } })).toBe(
      'no reply from 10.0.0.2:5060 in 31.5 s',
    );
  });

  it('has the word for a count', () => {
    const sentence = '{n} {n|reply|replies}';
    expect(filled(sentence, { n: 1 })).toBe('1 reply');
    expect(filled(sentence, { n: 2 })).toBe('2 replies');
  });

  it('leaves out what is in brackets where a value is not known', () => {
    const sentence = 'no reply[ in {time}][ from {peer}]';
    expect(filled(sentence, { peer: 'a' })).toBe('no reply from a');
    expect(filled(sentence, { time: span(NO_TIME), peer: '' })).toBe('no reply');
  });

  it('takes nothing of a value for a slot', () => {
    expect(filled('{user} is unknown', { user: '{peer} [x]', peer: 'no' })).toBe('{peer} [x] is unknown');
  });

  it('prints a time of day to the second', () => {
    expect(filled('{at}', { at: { timeUs: 3_661_900_000, dated: false } })).toBe('01:01:01');
  });

  it('names its slots', () => {
    expect(slotNames('{n} {n|one|many}[ of {peer}]')).toEqual(['n', 'n', 'peer']);
  });
});

describe('a slot in JSON', () => {
  it('is a text, a number, ms or a time', () => {
    expect(['a', 3, { ms: 1.23456 }, { timeUs: 1_000_001, dated: true }].map(slotJson)).toEqual([
      'a',
      3,
      1.235,
      '1970-01-01T00:00:01.000001Z',
    ]);
  });
});
