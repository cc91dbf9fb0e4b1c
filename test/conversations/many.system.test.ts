/** More messages and conversations than a chunk of a table holds. */
import { messageId, rowId } from '../../src/model/ids.js';
import { describe, expect, test } from 'vitest';
import { Eviction } from '../../src/conversations/eviction.js';
import { index, messages } from './script.js';

describe('links of conversations that go', () => {
  const drain = (steps: Generator<undefined, void>) => {
    while (!steps.next().done);
  };

  test('go with them, those of conversations that stay remain', () => {
    const total = 70_000;
    // The first conversation says what links it last of all.
    const lines = Array.from(
      { length: total },
      (_, at) => `1 a>b OPTIONS 1 id=c${at}${at ? ` +X-Call-ID:link-${at}` : ''}`,
    );
    const conversations = index(messages([...lines, '2 b>a 200 1 id=c0 of=OPTIONS +X-Call-ID:late'].join('\n')));
    const eviction = new Eviction(conversations);
    const kept = [0, 7, 65_535, 65_800].map(rowId);
    const floor = rowId(66_000);
    const gone = Array.from({ length: floor }, (_, row) => rowId(row)).filter(row => !kept.includes(row));
    for (const row of gone) eviction.close(row);
    drain(eviction.count(gone));
    eviction.raise(gone, floor, kept);
    drain(eviction.free(gone, messageId(floor)));
    drain(eviction.sweep());
    const text = (row: number) => conversations.linksOf(rowId(row)).map(link => link.text);
    for (const row of [7, 65_535, 65_800, 66_000, total - 1]) expect(text(row)).toEqual([`link-${row}`]);
    expect([text(0), text(6), text(65_536)]).toEqual([['late'], [], []]);
    const find = (value: string) => conversations.links.values.find(new TextEncoder().encode(value));
    expect([find('link-8'), find('link-65999')]).toEqual([-1, -1]);
    expect(find('link-7')).toBeGreaterThanOrEqual(0);
  });
});

test('many messages in falling order of time take no longer than sorting them', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `${20_000 - i} a>b OPTIONS ${20_000 - i}`);
  const conversations = index(messages(lines.join('\n')));
  const ids = conversations.messagesOf(rowId(0));
  expect(ids[0]).toBe(19_999);
  expect(ids).toHaveLength(20_000);
});
