/** The traffic that judges the joining of legs is itself what it says: clean SIP, as many conversations as Call-IDs, enough of every kind. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCapture } from '../capture/captures.js';
import { json } from '../commands/program.js';
import { busyHour } from './traffic/busy-hour.js';

interface Figures {
  packets: { read: number; sip: number };
  sip: { messages: number; conversations: number; malformed: number; withoutCallId: number };
  faults: Record<string, number>;
}

const CALLS = 6000;
const folder = mkdtempSync(join(tmpdir(), 'traffic-'));
const path = join(folder, 'busy-hour.pcap');
const { messages, truth } = busyHour(path, { seed: 1, calls: CALLS });

describe('the traffic', () => {
  let figures: Figures;
  let listed: { callId: string; start: string }[];
  beforeAll(async () => {
    listed = await json('list', path);
    [figures] = (await json<Figures>('stats', path)) as [Figures];
  });

  it('is clean SIP, all of it', () => {
    expect(figures.packets).toMatchObject({ read: messages, sip: messages });
    expect(figures.sip).toMatchObject({ messages, malformed: 0, withoutCallId: 0 });
    expect(figures.faults).toEqual({});
  });

  it('is in order of time', async () => {
    const { packets } = await readCapture(new Uint8Array(readFileSync(path)));
    const times = packets.map(({ timeUs }) => timeUs);
    expect(times.length).toBe(messages);
    expect(times.every((timeUs, at) => at === 0 || timeUs >= times[at - 1]!)).toBe(true);
  });

  it('has a conversation for each Call-ID of the truth, and no other', () => {
    const callIds = truth.calls.flatMap(({ legs }) => legs);
    expect(new Set(callIds).size).toBe(callIds.length);
    expect(listed.map(({ callId }) => callId).sort()).toEqual(callIds.toSorted());
  });

  it('has at least a hundred pairs of every kind of evidence, and fifty calls of every shape', () => {
    const kinds = countOf(truth.calls.flatMap(({ links }) => links.map(({ kind }) => kind)));
    const shapes = countOf(truth.calls.map(({ shape }) => shape));
    expect(Object.entries(kinds).filter(([, count]) => count < 100)).toEqual([]);
    expect(Object.entries(shapes).filter(([, count]) => count < 50)).toEqual([]);
  });

  it('has links that hold the legs of each call together', () => {
    const apart = truth.calls.filter(({ legs, links }) => {
      const reached = new Set(legs.slice(0, 1));
      for (const _ of links) for (const { a, b } of links) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
      return reached.size !== legs.length || legs.some(leg => !reached.has(leg));
    });
    expect(apart).toEqual([]);
  });

  it('begins each leg after the one it comes from', () => {
    const starts = new Map(listed.map(({ callId, start }) => [callId, start]));
    const early = truth.calls.flatMap(({ links }) => links).filter(({ a, b }) => starts.get(a)! >= starts.get(b)!);
    expect(early).toEqual([]);
  });

  it('lasts a minute, a hundred calls a second', () => {
    const starts = listed.map(({ start }) => Date.parse(start));
    expect(Math.max(...starts) - Math.min(...starts)).toBeGreaterThan((CALLS / 100) * 1000);
  });

  it('is the same for the same seed, and other for another', () => {
    const few = (seed: number) => {
      const small = join(folder, 'small.pcap');
      const { truth: of } = busyHour(small, { seed, calls: 200 });
      return `${JSON.stringify(of)} ${readFileSync(small).toString('latin1')}`;
    };
    const first = few(3);
    expect(few(3) === first).toBe(true);
    expect(few(4) === first).toBe(false);
  });
});

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
