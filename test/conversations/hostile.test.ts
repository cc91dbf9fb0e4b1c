/** Conversations whose messages someone chose to make each one cost more than the one before: the work is counted. */
import { describe, expect, test } from 'vitest';
import { rowId } from '../../src/model/ids.js';
import { index, messages } from './script.js';

const ROW = rowId(0);
const lines = (count: number, line: (at: number) => string) => Array.from({ length: count }, (_, at) => line(at));

describe('one conversation whose messages are all out of order', () => {
  const total = 20_000;
  const script = lines(total, at => `${at % 2 === 0 ? at : total - at} a>b OPTIONS ${at}`);

  test('does not start over with every message, though it is looked at after each', () => {
    let arrived = 0;
    const conversations = index(messages(script.join('\n')), made => {
      if (++arrived % 50 === 0) made.settleRow(ROW);
    });
    conversations.settle();
    // Starting over for each look would be 400 times half of all messages: 4,000,000.
    expect(conversations.core.exports.reductions.value).toBeLessThan(20 * total);
    expect(conversations.table.messages.get(ROW)).toBe(total);
    expect(conversations.takeChanged()).toEqual([ROW]);
  });
});

test('a call that many answer and that is hung up with each looks back a bounded way', () => {
  const forks = 5000;
  const answers = lines(forks, at => `${1 + at / 1e4} b>a 200_OK 1 to=t${at}`);
  // Each BYE is of the far end that the one before left to be hung up: the first that answered, then the latest, and so on back.
  const ends = lines(forks, at => `${2 + at / 1e4} a>b BYE ${2 + at} to=t${at === 0 ? 0 : forks - at}`);
  const conversations = index(messages(['0 a>b INVITE 1', ...answers, ...ends].join('\n')));
  expect(conversations.table.messages.get(ROW)).toBe(1 + 2 * forks);
  // Looking back to the first answer each time would be 25,000,000.
  expect(conversations.core.exports.looks.value).toBeLessThan(2 * forks * 80 + forks * 1024);
});
