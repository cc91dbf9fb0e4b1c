import { expect, it } from 'vitest';
import { type Gap, Remarks } from '../../../src/engine/sources/remarks.js';
import { messageId } from '../../../src/model/ids.js';
import { NO_TIME } from '../../../src/model/times.js';

const say = (remarks: Remarks, source: number, ...texts: string[]) => {
  for (const text of texts) remarks.add(source, { timeUs: NO_TIME, text });
};
const textsOf = (gap: Gap | undefined) => gap && [...gap.head, ...gap.tail].map(({ text }) => text);

it('finds lines by the message before them and by the one after', () => {
  const remarks = new Remarks();
  say(remarks, 1, 'started');
  remarks.message(1, messageId(0));
  say(remarks, 1, 'too large for UDP', 'trying TCP');
  remarks.message(1, messageId(1));
  remarks.message(1, messageId(2));
  say(remarks, 1, 'stopped');

  expect(textsOf(remarks.near(messageId(0)).before)).toEqual(['started']);
  expect(textsOf(remarks.near(messageId(0)).after)).toEqual(['too large for UDP', 'trying TCP']);
  expect(remarks.near(messageId(1)).before).toBe(remarks.near(messageId(0)).after);
  expect(remarks.near(messageId(1)).after).toBeUndefined();
  expect(remarks.near(messageId(2)).before).toBeUndefined();
  expect(textsOf(remarks.near(messageId(2)).after)).toEqual(['stopped']);
});

it('keeps the lines of each source with its own messages', () => {
  const remarks = new Remarks();
  remarks.message(1, messageId(0));
  remarks.message(2, messageId(1));
  say(remarks, 1, 'of the first');
  say(remarks, 2, 'of the second');
  remarks.message(2, messageId(2));
  remarks.message(1, messageId(3));

  expect(textsOf(remarks.near(messageId(0)).after)).toEqual(['of the first']);
  expect(textsOf(remarks.near(messageId(2)).before)).toEqual(['of the second']);
  expect(textsOf(remarks.near(messageId(3)).before)).toEqual(['of the first']);
});

it('keeps both ends of a long gap and counts what is between', () => {
  const remarks = new Remarks();
  remarks.message(1, messageId(0));
  for (let number = 0; number < 1000; number++) say(remarks, 1, `line ${number}`);
  const gap = remarks.near(messageId(0)).after!;

  expect(gap.head[0]?.text).toBe('line 0');
  expect(gap.tail.at(-1)?.text).toBe('line 999');
  expect(gap.head.length + gap.notKept + gap.tail.length).toBe(1000);
  expect(gap.head.length + gap.tail.length).toBeLessThan(200);
  expect(remarks.read).toBe(1000);
  expect(remarks.kept).toBe(gap.head.length + gap.tail.length);
});

it('drops the oldest gaps beyond its bound', () => {
  const remarks = new Remarks(100_000);
  for (let id = 0; id < 1000; id++) {
    remarks.message(1, messageId(id));
    say(remarks, 1, 'x'.repeat(100));
  }
  expect(remarks.near(messageId(0)).after).toBeUndefined();
  expect(remarks.near(messageId(1)).before).toBeUndefined();
  expect(remarks.near(messageId(1)).mayBeGone).toBe(true);
  expect(remarks.near(messageId(999)).mayBeGone).toBe(false);
  expect(textsOf(remarks.near(messageId(998)).after)).toEqual(['x'.repeat(100)]);
  expect(remarks.read).toBe(1000);
  expect(remarks.kept).toBeLessThan(1000);
  expect(remarks.kept).toBeGreaterThan(100);
});
