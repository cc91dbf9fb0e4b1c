/** From which leg a leg came, and whose time it took until a call rang. */
import { describe, expect, it } from 'vitest';
import type { CallRow, ConversationRow } from '../../../src/engine/protocol/rows.js';
import { rowId } from '../../../src/model/ids.js';
import { legBefore, sharesOf, turnsOf } from '../../../src/store/view/legs.js';
import { conversationRow } from '../conversation-row.js';

const START_US = 1_700_000_000_000_000;

/** A leg between two hosts that begins and rings so many ms after the call began. */
function leg(index: number, src: string, dst: string, beginsMs: number, ringsMs: number | null): ConversationRow {
  return conversationRow({
    index: rowId(index),
    src: `${src}:5060`,
    dst: `${dst}:5070`,
    startUs: START_US + beginsMs * 1000,
    ringMs: ringsMs === null ? null : ringsMs - beginsMs,
  });
}

function call(...legs: ConversationRow[]): CallRow {
  const links = legs.slice(1).map(({ index }) => ({
    ...({ a: legs[0]!.index, b: index, reason: 'icid', certainty: 'certain', points: 90 } as const),
    ...{ because: '', evidence: [] },
  }));
  return { call: legs[0]!.index, legs, whole: legs[0]!, links, evicted: 0 };
}

describe('the leg that a leg came from', () => {
  it('is the one that ends where it begins, whatever it is joined with', () => {
    const chain = call(leg(0, 'a', 'b', 0, 9), leg(3, 'b', 'c', 1, 8), leg(7, 'c', 'd', 2, 7));
    expect([0, 1, 2].map(at => legBefore(chain, at))).toEqual([-1, 0, 1]);
    expect(turnsOf(chain)).toEqual([
      { a: 0, b: 3 },
      { a: 3, b: 7 },
    ]);
  });

  it('is the one it is joined with where no leg ends there', () => {
    expect(legBefore(call(leg(0, 'a', 'b', 0, 9), leg(3, 'x', 'y', 1, 8)), 1)).toBe(0);
  });
});

describe('shares of the time until a call rang', () => {
  const shares = (of: CallRow) =>
    sharesOf(of, 'ringMs').map(share => [share.leg.index, share.ms, Math.round(100 * share.part), share.last]);

  it('are what each host adds to the leg behind it', () => {
    const chain = call(leg(0, 'a', 'b', 0, 1000), leg(1, 'b', 'c', 100, 900), leg(2, 'c', 'd', 150, 850));
    expect(shares(chain)).toEqual([
      [0, 200, 20, false],
      [1, 100, 10, false],
      [2, 700, 70, true],
    ]);
  });

  it('follow the branch that rang last before the host passed it on', () => {
    const fork = call(
      leg(0, 'a', 'b', 0, 1000),
      leg(1, 'b', 'c', 100, 400),
      leg(2, 'b', 'd', 500, 990),
      leg(3, 'b', 'e', 600, 5000),
    );
    expect(shares(fork).map(([index]) => index)).toEqual([0, 2]);
  });

  it('end at a host that answered by itself, and are none where it never rang', () => {
    expect(shares(call(leg(0, 'a', 'b', 0, 50), leg(1, 'b', 'c', 10, 800)))).toEqual([[0, 50, 100, true]]);
    expect(shares(call(leg(0, 'a', 'b', 0, null), leg(1, 'b', 'c', 10, 800)))).toEqual([]);
  });
});
