/** The table of events: in time order, bounded, and evicted with its conversations. */
import { describe, expect, it } from 'vitest';
import { type Event, Events } from '../../src/conversations/events.js';

function event(timeUs: number, source = 1): Event {
  const ends = { source, destination: source + 1 };
  return { kind: 'tcp-reset', timeUs, message: 0, ...ends, file: 1, recordOffset: 24, detail: null };
}

describe('events', () => {
  it('are in time order, whatever order they came in', () => {
    const events = new Events();
    for (const timeUs of [30, 10, 20, 20]) events.add(7, event(timeUs));
    expect(events.of(7).map(({ timeUs }) => timeUs)).toEqual([10, 20, 20, 30]);
    expect(events.of(8)).toEqual([]);
  });

  it('are bounded per conversation and in total, and counted beyond that', () => {
    const events = new Events();
    for (let at = 0; at < 2000; at++) events.add(0, event(at));
    expect([events.of(0).length, events.notKept]).toEqual([1024, 976]);
    for (let at = 0; at < 70_000; at++) events.add(1 + at, event(at));
    // 65,536 in all.
    expect([events.of(64_512).length, events.of(64_513).length]).toEqual([1, 0]);
    expect(events.notKept).toBe(976 + 70_000 - 64_512);
  });

  it('are evicted with their conversations, and make room', () => {
    const events = new Events();
    for (let at = 0; at < 65_536; at++) events.add(at, event(at, 2 * at));
    expect(events.add(70_000, event(1))).toBe(false);
    events.gone(Array.from({ length: 65_535 }, (_, at) => at));
    expect(events.of(5)).toEqual([]);
    expect([...events.endpoints()]).toEqual([131_070, 131_071]);
    expect(events.add(70_000, event(1))).toBe(true);
  });
});
