/** The table of events: by time, bounded, and gone with its conversations. */
import { describe, expect, it } from 'vitest';
import { type Event, Events } from '../../../src/conversations/events/events.js';
import { NO_MESSAGE, rowId } from '../../../src/model/ids.js';

function event(timeUs: number, source = 1): Event {
  const ends = { source, destination: source + 1 };
  return { kind: 'tcp-reset', timeUs, message: NO_MESSAGE, ...ends, file: 1, recordOffset: 24, detail: null };
}

describe('events', () => {
  it('are given by time, however they came', () => {
    const events = new Events();
    for (const timeUs of [30, 10, 20, 20]) events.add(rowId(7), event(timeUs));
    expect(events.of(rowId(7)).map(({ timeUs }) => timeUs)).toEqual([10, 20, 20, 30]);
    expect(events.of(rowId(8))).toEqual([]);
  });

  it('are bounded for one conversation and for all, and counted beyond', () => {
    const events = new Events();
    for (let at = 0; at < 2000; at++) events.add(rowId(0), event(at));
    expect([events.of(rowId(0)).length, events.notKept]).toEqual([1024, 976]);
    for (let at = 0; at < 70_000; at++) events.add(rowId(1 + at), event(at));
    // 65,536 in all.
    expect([events.of(rowId(64_512)).length, events.of(rowId(64_513)).length]).toEqual([1, 0]);
    expect(events.notKept).toBe(976 + 70_000 - 64_512);
  });

  it('go with their conversations, and make room', () => {
    const events = new Events();
    for (let at = 0; at < 65_536; at++) events.add(rowId(at), event(at, 2 * at));
    expect(events.add(rowId(70_000), event(1))).toBe(false);
    events.gone(Array.from({ length: 65_535 }, (_, at) => rowId(at)));
    expect(events.of(rowId(5))).toEqual([]);
    expect([...events.endpoints()]).toEqual([131_070, 131_071]);
    expect(events.add(rowId(70_000), event(1))).toBe(true);
  });
});
