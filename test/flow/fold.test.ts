/** Folding: one arrow for a message and its repeats, each message in exactly one arrow. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrowOf, fold } from '../../src/flow/fold.js';
import { rowId } from '../../src/model/ids.js';
import { exchange, messageRow } from './message-rows.js';

const again = { retransmission: true };

describe('fold', () => {
  it('counts repeats on the first message, also across other messages', () => {
    const rows = exchange(
      [0, 'A>B', 'INVITE'],
      [500, 'A>B', 'INVITE', again],
      [600, 'B>A', '100 Trying'],
      [700, 'A>B', 'INVITE', again],
      [701, 'A>B', 'INVITE', { copy: true }],
    );
    const arrows = fold(rows);
    expect(arrows.map(({ at, times, copies, members }) => ({ at, times, copies, members }))).toEqual([
      { at: 0, times: 3, copies: 1, members: [0, 1, 3, 4] },
      { at: 2, times: 1, copies: 0, members: [2] },
    ]);
    expect(arrows[0]!.lastUs - arrows[0]!.row.timeUs).toBe(701_000);
  });

  it('keeps where each packet was captured', () => {
    const rows = exchange(
      [0, 'A>B', 'INVITE', { seenBy: 'eth0' }],
      [1, 'A>B', 'INVITE', { copy: true, seenBy: 'eth1' }],
      [2, 'A>B', 'INVITE', { copy: true, seenBy: 'eth0' }],
    );
    expect(fold(rows).map(({ seenBy }) => seenBy)).toEqual([['eth0', 'eth1']]);
    expect(fold(rows, true).map(({ seenBy }) => seenBy)).toEqual([['eth0'], ['eth1'], ['eth0']]);
  });

  it('keeps hops, branches and conversations apart', () => {
    const rows = exchange(
      [0, 'A>B', 'INVITE', { branch: 1 }],
      [1, 'B>C', 'INVITE', { branch: 2 }],
      [2, 'B>C', 'INVITE', { branch: 2, ...again }],
      [3, 'A>B', 'INVITE', { branch: 1, ...again }],
      [4, 'A>B', 'INVITE', { branch: 1, conversation: rowId(2) }],
    );
    expect(fold(rows).map(arrow => arrow.times)).toEqual([2, 2, 1]);
  });

  it('shows a repeat whose first message is not among the rows', () => {
    const rows = exchange([0, 'A>B', 'INVITE', again], [1, 'A>B', 'INVITE', again]);
    expect(fold(rows).map(({ times, repeat }) => ({ times, repeat }))).toEqual([{ times: 2, repeat: true }]);
  });

  it('unfolds one arrow, or all', () => {
    const rows = exchange(
      [0, 'A>B', 'INVITE'],
      [1, 'A>B', 'INVITE', again],
      [2, 'A>B', 'BYE'],
      [3, 'A>B', 'BYE', again],
    );
    const unfolded = fold(rows, new Set([rows[0]!.id]));
    expect(unfolded.map(({ at, repeat }) => [at, repeat])).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ]);
    expect(fold(rows, true)).toHaveLength(4);
  });

  it('has every message in exactly one arrow, and finds it', () => {
    const some = fc.record({
      method: fc.constantFrom('INVITE', 'ACK'),
      branch: fc.integer({ min: 0, max: 2 }),
      retransmission: fc.boolean(),
      copy: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), fc.boolean(), (changes, all) => {
        const rows = changes.map(change => messageRow(change));
        const arrows = fold(rows, all || new Set(rows.slice(0, 3).map(row => row.id)));
        const members = arrows.flatMap(arrow => arrow.members);
        expect(members.toSorted((a, b) => a - b)).toEqual(rows.map((_, at) => at));
        for (const at of rows.keys()) expect(arrows[arrowOf(arrows, at)]!.members).toContain(at);
        expect(arrowOf(arrows, rows.length)).toBe(-1);
      }),
    );
  });
});
