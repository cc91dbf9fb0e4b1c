/** The drawn ladder: how it looks in usual widths, and that no message and no width breaks it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASCII_LADDER, UNICODE_LADDER } from '../../src/flow/glyphs.js';
import { type Ladder, LADDER_DEFAULTS, ladderHeight, layoutLadder, scrollToLines } from '../../src/flow/ladder.js';
import { moveAlong } from '../../src/flow/ladder-cursor.js';
import { headHeight, ladderHead, ladderLines } from '../../src/flow/ladder-lines.js';
import { type LadderView, ladderShape, widestOffset } from '../../src/flow/ladder-shape.js';
import { ladderText } from '../../src/flow/ladder-text.js';
import { type MessageId, rowId } from '../../src/model/ids.js';
import { textOf } from '../../src/terminal/line.js';
import { width as widthOf } from '../../src/terminal/text.js';
import { exchange, happened, messageRow } from './message-rows.js';

/** Undated times are shown as they are, whatever the time zone of the machine. */
const clock = { dated: false };

const call = exchange(
  [0, 'A>B', 'INVITE', { sdp: true, media: ['PCMA,PCMU 10.0.0.1:4000 sendrecv'], ...clock }],
  [500, 'A>B', 'INVITE', { sdp: true, retransmission: true, ...clock }],
  [1500, 'A>B', 'INVITE', { sdp: true, retransmission: true, ...clock }],
  [1600, 'B>A', '100 Trying', clock],
  [1610, 'B>C', 'INVITE', { sdp: true, branch: 2, ...clock }],
  [1610, 'B>C', 'INVITE', { sdp: true, branch: 2, copy: true, ...clock }],
  [1700, 'C>B', '180 Ringing', { branch: 2, ...clock }],
  [1701, 'B>A', '180 Ringing', clock],
  [5000, 'C>B', '200 OK', { branch: 2, sdp: true, ...clock }],
  [5001, 'B>A', '200 OK', { sdp: true, ...clock }],
  [5010, 'A>C', 'ACK', { toTag: 3, branch: 9, ...clock }],
  [65_010, 'C>A', 'BYE', { toTag: 1, branch: 10, ...clock }],
  [65_020, 'A>C', '481 Call/Transaction Does Not Exist (BYE)', { truncated: true, ...clock }],
).map(inTheAfternoon);
const refused = happened(65_013, 'A>C', 'icmp-port-unreachable', 'port unreachable', call[11]);
const events = [{ ...inTheAfternoon(refused), ...clock }];

/** At 16:41:37.979995 of an unknown day. */
function inTheAfternoon<T extends { timeUs: number }>(row: T): T {
  return { ...row, timeUs: row.timeUs - 1_523_896_897_979_995 + 60_097_979_995 };
}

function drawn(width: number, options: Partial<Parameters<typeof ladderText>[1]> = {}): string {
  return `\n${ladderText(call, { width, ...options }, events).join('\n')}\n`;
}

function view(changes: Partial<LadderView>): LadderView {
  const base = {
    width: 80,
    offsetX: 0,
    timeFormat: 'time',
    cursor: -1,
    cursorEvent: -1,
    chosenLane: -1,
    marks: new Set<MessageId>(),
    focused: false,
    colourBy: 'status',
  } as const;
  return { ...base, glyphs: UNICODE_LADDER, ascii: false, ...changes };
}

function textLines(ladder: Ladder, at: LadderView): string[] {
  return [...ladderHead(ladder, at), ...ladderLines(ladder, at, 0, 1000)].map(textOf);
}

describe('a call over a proxy, drawn', () => {
  it('is readable in 60 columns', () => {
    expect(drawn(60)).toBe(`
                       10.0.0.1      10.0.0.2       10.0.0.3
                       caller          proxy          called
 16:41:37.979            │── INVITE ×3 ─►│               │
 16:41:39.579   +1.600   │◄ 100 Trying ╌╌│               │
 16:41:39.589   +0.010   │               │─ INVITE SDP ─►│
 16:41:39.679   +0.090   │               │◄ 180 Ringing ╌│
 16:41:39.680   +0.001   │◄ 180 Ringing ╌│               │
 16:41:42.979   +3.299   │               │◄ 200 OK SDP ╌╌│
 16:41:42.980   +0.001   │◄ 200 OK SDP ╌╌│               │
 16:41:42.989   +0.009   │───── ACK ─────┼──────────────►│
 16:42:42.989  +1:00.0   │◄──── BYE ─────┼───────────────│
 16:42:42.992   +0.003   │════ ICMP port unreachable ═══►│
 16:42:42.999   +0.010   │╌ 481 Call/Transac… cut short ►│
`);
  });

  it('has room for its media in 80 columns', () => {
    expect(drawn(80, { showSdp: true })).toBe(`
                       10.0.0.1                10.0.0.2                 10.0.0.3
                       caller                    proxy                    called
 16:41:37.979            │───── INVITE ×3 SDP ────►│                         │
                         │  PCMA,PCMU 10.0.0.1:4000 sendrecv                 │
 16:41:39.579   +1.600   │◄╌╌╌╌╌ 100 Trying ╌╌╌╌╌╌╌│                         │
 16:41:39.589   +0.010   │                         │─ INVITE SDP seen twice ►│
 16:41:39.679   +0.090   │                         │◄╌╌╌╌╌ 180 Ringing ╌╌╌╌╌╌│
 16:41:39.680   +0.001   │◄╌╌╌╌╌ 180 Ringing ╌╌╌╌╌╌│                         │
 16:41:42.979   +3.299   │                         │◄╌╌╌╌╌ 200 OK SDP ╌╌╌╌╌╌╌│
 16:41:42.980   +0.001   │◄╌╌╌╌╌ 200 OK SDP ╌╌╌╌╌╌╌│                         │
 16:41:42.989   +0.009   │────────── ACK ──────────┼────────────────────────►│
 16:42:42.989  +1:00.0   │◄───────── BYE ──────────┼─────────────────────────│
 16:42:42.992   +0.003   │═ ICMP port unreachable ═┼════════════════════════►│
 16:42:42.999   +0.010   │╌ 481 Call/Transaction Does Not … cut short (BYE) ►│
`);
  });

  it('keeps ports and repeats apart in 120 columns', () => {
    expect(drawn(120, { mergePorts: false, unfolded: true })).toBe(`
                          10.0.0.1                                  10.0.0.2                                   10.0.0.3
                          :5060 caller                             :5060 proxy                             :5060 called
 16:41:37.979995            │─────────────── INVITE SDP ───────────────►│                                           │
 16:41:38.479995   +0.500   │──────────── INVITE SDP again ────────────►│                                           │
 16:41:39.479995   +1.000   │──────────── INVITE SDP again ────────────►│                                           │
 16:41:39.579995   +0.100   │◄╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 100 Trying ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌│                                           │
 16:41:39.589995   +0.010   │                                           │─────────────── INVITE SDP ───────────────►│
 16:41:39.589995   +0.000   │                                           │────────── INVITE SDP seen again ─────────►│
 16:41:39.679995   +0.090   │                                           │◄╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 180 Ringing ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌│
 16:41:39.680995   +0.001   │◄╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 180 Ringing ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌│                                           │
 16:41:42.979995   +3.299   │                                           │◄╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 200 OK SDP ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌│
 16:41:42.980995   +0.001   │◄╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 200 OK SDP ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌│                                           │
 16:41:42.989995   +0.009   │─────────────────── ACK ───────────────────┼──────────────────────────────────────────►│
 16:42:42.989995  +1:00.0   │◄────────────────── BYE ───────────────────┼───────────────────────────────────────────│
 16:42:42.992995   +0.003   │══════════ ICMP port unreachable ══════════┼══════════════════════════════════════════►│
 16:42:42.999995   +0.010   │╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 481 Call/Transaction Does Not Exist cut short (BYE) ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌►│
`);
  });

  it('needs nothing but ASCII', () => {
    expect(drawn(80, { ascii: true, timeFormat: 'relative' })).toBe(`
                    10.0.0.1                 10.0.0.2                  10.0.0.3
                    caller                     proxy                     called
    +0.000            |----- INVITE x3 SDP ----->|                          |
    +1.600   +1.600   |< - - - 100 Trying  - - - |                          |
    +1.610   +0.010   |                          |- INVITE SDP seen twice ->|
    +1.700   +0.090   |                          |< - -  180 Ringing  - - - |
    +1.701   +0.001   |< - -  180 Ringing  - - - |                          |
    +5.000   +3.299   |                          |< - - - 200 OK SDP  - - - |
    +5.001   +0.001   |< - - - 200 OK SDP  - - - |                          |
    +5.010   +0.009   |---------- ACK -----------+------------------------->|
   +1:05.0  +1:00.0   |<--------- BYE -----------+--------------------------|
   +1:05.0   +0.003   |= ICMP port unreachable ==+=========================>|
   +1:05.0   +0.010   |- 481 Call/Transaction Does Not Ex~ cut short (BYE) >|
`);
  });
});

describe('lanes', () => {
  const letters = [...'ABCDEFGHIJKL'];
  const chain = exchange(
    ...letters
      .slice(1)
      .map((letter, at): Parameters<typeof exchange>[0] => [
        at,
        `${letters[at]}>${letter}`,
        'INVITE',
        { branch: at, ...clock },
      ]),
    [20, 'L>A', '486 Busy Here', clock],
  );

  it('share the width as long as each has room for a status', () => {
    for (const [count, width] of [
      [2, 60],
      [2, 80],
      [3, 60],
      [4, 80],
      [6, 120],
    ] as const) {
      const ladder = layoutLadder(chain.slice(0, count - 1), LADDER_DEFAULTS);
      const shape = ladderShape(ladder, view({ width }));
      expect(shape.drawing).toBeLessThanOrEqual(shape.room);
      expect(shape.gap).toBeGreaterThanOrEqual(16);
    }
  });

  it('beyond the width are scrolled to; an arrow out of view is named at the edge', () => {
    const ladder = layoutLadder(chain, LADDER_DEFAULTS);
    const shape = ladderShape(ladder, view({}));
    expect(widestOffset(shape)).toBeGreaterThan(0);
    const lines = textLines(ladder, view({ offsetX: widestOffset(shape) }));
    const lanes = (line: string) => line.slice(23);
    expect(lines.slice(0, 4).map(lanes)).toEqual([
      '  10.0.0.9        10.0.0.10       10.0.0.11     10.0.0.12',
      '    proxy           proxy           proxy          called',
      '◂ INVITE              │               │               │',
      '◂ INVITE              │               │               │',
    ]);
    expect(lines.slice(-3).map(lanes)).toEqual([
      '      │               │─── INVITE ───►│               │',
      '      │               │               │─── INVITE ───►│',
      '╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌ 486 Busy Here ╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌│',
    ]);
  });

  it('draw a message to themselves on the right, on the last lane on the left', () => {
    const rows = exchange(
      [0, 'A>B', 'OPTIONS', clock],
      [1, 'A>A', 'OPTIONS', clock],
      [2, 'B>B', '200 OK (OPTIONS)', clock],
    );
    expect(
      textLines(layoutLadder(rows, LADDER_DEFAULTS), view({ width: 50 }))
        .slice(2)
        .map(line => line.slice(14)),
    ).toEqual([
      '  │────────── OPTIONS ──────────►│',
      '  │◄─╮ OPTIONS                   │',
      '  │                    200 OK ╭─►│',
    ]);
  });
});

describe('several conversations', () => {
  const rows = exchange(
    [0, 'A>B', 'INVITE', { conversation: rowId(4), ...clock }],
    [10, 'B>C', 'INVITE', { conversation: rowId(9), ...clock }],
    [20, 'B>A', '180 Ringing', { conversation: rowId(4), ...clock }],
  );

  it('have a letter each; cursor and marks come before the time', () => {
    const ladder = layoutLadder(rows, LADDER_DEFAULTS);
    const at = view({ width: 80, cursor: 2, marks: new Set([rows[1]!.id]), focused: true });
    const lines = ladderLines(ladder, at, 0, 3);
    expect(lines.map(textOf).map(line => line[0] + line.slice(22, 25))).toEqual(['  A ', '* B ', '› A ']);
    expect(lines.map(spans => spans.every(span => span.inverse))).toEqual([false, false, true]);
    expect(widthOf(textOf(lines[2]!))).toBe(80);
  });
});

describe('any ladder', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  const hostile = fc.oneof(text, fc.constantFrom('\x1b[2J', '\x07\r\n\t', '\u202egnp', '電話中です', 'INVITE'));
  const address = fc.oneof(fc.constantFrom('10.0.0.1:5060', '10.0.0.2:5060', '[2001:db8::1]:5060', null), hostile);
  const rows = fc.array(
    fc
      .record({
        timeUs: fc.oneof(fc.integer({ min: 0, max: 2e15 }), fc.constantFrom(0, Number.MAX_SAFE_INTEGER)),
        dated: fc.boolean(),
        conversation: fc.integer({ min: 0, max: 40 }).map(rowId),
        src: address,
        dst: address,
        method: fc.option(hostile),
        status: fc.option(fc.integer({ min: 0, max: 999 })),
        reason: fc.option(hostile),
        cseqMethod: fc.option(hostile),
        toTag: fc.integer({ min: 0, max: 1 }),
        retransmission: fc.boolean(),
        copy: fc.boolean(),
        sdp: fc.boolean(),
        truncated: fc.boolean(),
        malformed: fc.boolean(),
        media: fc.option(fc.array(hostile, { maxLength: 3 })),
      })
      .map(messageRow),
    { minLength: 1, maxLength: 20 },
  );
  const options = fc.record({
    mergePorts: fc.boolean(),
    showSdp: fc.boolean(),
    onlySdp: fc.boolean(),
    unfolded: fc.constantFrom(true as const, new Set<MessageId>()),
  });
  const views = fc.record({
    width: fc.integer({ min: 0, max: 140 }),
    offsetX: fc.integer({ min: 0, max: 200 }),
    timeFormat: fc.constantFrom('time' as const, 'date' as const, 'relative' as const),
    cursor: fc.integer({ min: -1, max: 20 }),
    focused: fc.boolean(),
    ascii: fc.boolean(),
  });

  it('has no line wider than the pane and no control character, whatever the messages say', () => {
    fc.assert(
      fc.property(rows, options, views, (messages, chosen, changes) => {
        const ladder = layoutLadder(messages, { ...LADDER_DEFAULTS, ...chosen });
        const lines = textLines(ladder, view({ ...changes, glyphs: changes.ascii ? ASCII_LADDER : UNICODE_LADDER }));
        expect(lines).toHaveLength(ladderHeight(ladder) + headHeight(ladder));
        for (const line of lines) {
          expect(widthOf(line)).toBeLessThanOrEqual(changes.width);
          expect(line).toMatch(changes.ascii ? /^[\x20-\x7e]*$/ : /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
        }
      }),
    );
  });

  it('is the same drawn in windows as drawn whole', () => {
    fc.assert(
      fc.property(rows, options, fc.integer({ min: 1, max: 7 }), (messages, chosen, size) => {
        const ladder = layoutLadder(messages, { ...LADDER_DEFAULTS, ...chosen });
        const whole = ladderLines(ladder, view({}), 0, ladderHeight(ladder));
        const windows = [];
        for (let first = 0; first < whole.length; first += size)
          windows.push(...ladderLines(ladder, view({}), first, size));
        expect(windows).toEqual(whole);
      }),
    );
  });

  it('shows the arrow it scrolls to and never more than there is', () => {
    const ladder = layoutLadder(call, { ...LADDER_DEFAULTS, showSdp: true });
    const heights = fc.integer({ min: 2, max: 30 });
    fc.assert(
      fc.property(heights, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 40 }), (height, arrow, before) => {
        const top = scrollToLines(ladder, ladder.starts[arrow]!, ladder.starts[arrow + 1]!, before, height);
        expect(top).toBeLessThanOrEqual(ladder.starts[arrow]!);
        expect(top + height).toBeGreaterThanOrEqual(ladder.starts[arrow + 1]!);
        expect(top).toBeLessThanOrEqual(Math.max(0, ladderHeight(ladder) - height));
      }),
    );
  });

  it('is walked arrow by arrow, past folded messages', () => {
    const ladder = layoutLadder(call, LADDER_DEFAULTS);
    const moved = (at: number, places: number) => moveAlong(ladder, { at, event: -1 }, places).at;
    expect(moved(0, 1)).toBe(3);
    expect(moved(3, -1)).toBe(0);
    // From a folded repeat on, from its arrow.
    expect(moved(2, 1)).toBe(3);
    expect(moved(0, 99)).toBe(12);
    expect(moved(5, -99)).toBe(0);
  });

  it('has no lines without messages', () => {
    expect(ladderText([], { width: 80 })).toEqual([]);
  });
});
