import { describe, expect, it } from 'vitest';
import { asking, askingAnew, isCurrent, take, unasked } from '../../src/store/answered.js';

describe('an answered question', () => {
  const first = asking(unasked<string, number>(0), 'a');

  it('awaits nothing before it is asked', () => {
    expect(isCurrent(unasked(0))).toBe(true);
    expect(unasked(0).value).toBe(0);
  });

  it('is not current until its answer is there', () => {
    expect(isCurrent(first)).toBe(false);
    expect(isCurrent(take(first, 'a', 1))).toBe(true);
    expect(take(first, 'a', 1).value).toBe(1);
  });

  it('keeps the answer of an older question, and says that it is not current', () => {
    const answered = take(asking(first, 'b'), 'a', 1);
    expect([answered.asked, answered.answered, answered.value]).toEqual(['b', 'a', 1]);
    expect(isCurrent(answered)).toBe(false);
    expect(isCurrent(take(answered, 'b', 2))).toBe(true);
  });

  it('is current again where one goes back to what was answered', () => {
    const there = take(first, 'a', 1);
    expect(isCurrent(asking(asking(there, 'b'), 'a'))).toBe(true);
  });

  it('is the same object where the same is asked for', () => {
    expect(asking(first, 'a')).toBe(first);
  });

  it('can be asked anew, though its answer is there', () => {
    const again = askingAnew(take(first, 'a', 1), 'a');
    expect(isCurrent(again)).toBe(false);
    expect(again.value).toBe(1);
  });

  it('tells the number 0 from nothing asked', () => {
    expect(isCurrent(asking(unasked<number, string>(''), 0))).toBe(false);
  });
});
