/** Events in a ladder: each once, at its time, between its two hosts, and reached by the cursor. */
import { describe, expect, it } from 'vitest';
import type { EventRow, MessageRow } from '../../src/engine/protocol/rows.js';
import { ASCII_LADDER } from '../../src/flow/glyphs.js';
import { eventAtLine, LADDER_DEFAULTS, ladderHeight, layoutLadder } from '../../src/flow/ladder.js';
import { eventAt, type LadderCursor, moveAlong, scrollToCursor } from '../../src/flow/ladder-cursor.js';
import { ladderLines } from '../../src/flow/ladder-lines.js';
import type { LadderView } from '../../src/flow/ladder-shape.js';
import { ladderText } from '../../src/flow/ladder-text.js';
import type { MessageId } from '../../src/model/ids.js';
import { textOf } from '../../src/terminal/line.js';
import { exchange, happened } from './message-rows.js';

const call = exchange(
  [0, 'A>B', 'INVITE'],
  [10, 'B>A', '200 OK'],
  [20, 'A>B', 'ACK', { branch: 2 }],
  [60_000, 'A>B', 'BYE', { branch: 3 }],
);
const refused = happened(60_001, 'B>A', 'icmp-port-unreachable', 'port unreachable', call[3]);

function drawn(rows: readonly MessageRow[], events: readonly EventRow[], ascii = false): string[] {
  return ladderText(rows, { width: 80, timeFormat: 'relative', ascii }, events).slice(2);
}

describe('an event', () => {
  it('is one line at its time, from its sender to its receiver', () => {
    const lines = drawn(call, [refused]);
    expect(lines).toHaveLength(5);
    expect(lines[4]).toMatch(/^ +\+1:00\.0 +\+0\.001 +│◄═+ ICMP port unreachable ═+│$/);
    expect(lines.filter(line => line.includes('unreachable'))).toHaveLength(1);
    expect(drawn(call, [refused], true)[4]).toMatch(/\|<=+ ICMP port unreachable =+\|$/);
  });

  it('comes before later messages, and before the first', () => {
    const lines = drawn(call, [
      happened(-5, 'B>A', 'tcp-reset', null),
      happened(15, 'A>B', 'tls-alert', 'fatal: internal error'),
    ]);
    const order = ['TCP reset', 'INVITE', '200 OK', 'TLS alert fatal: internal error', 'ACK', 'BYE'];
    expect(lines.map(line => order.findIndex(label => line.includes(label)))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('of a host without a lane names it beside the receiver’s lane', () => {
    const [line] = drawn(call.slice(0, 1), [
      happened(5, 'Z>A', 'icmp-host-unreachable', 'host unreachable', call[0]),
    ]).slice(1);
    expect(line).toMatch(/│◄══ ICMP host unreachable from 10\.0\.0\.26/);
    const aliases = { '10.0.0.26': 'edge router' };
    const options = { width: 80, aliases };
    const event = happened(5, 'Z>B', 'icmp-time-exceeded', 'time to live exceeded', call[1]);
    expect(ladderText(call, options, [event]).join('\n')).toMatch(/exceeded from edge router ══►│\n/);
  });

  it('without hosts crosses all lanes, and gaps in the capture look different', () => {
    const loss: EventRow = { ...happened(5, 'A>B', 'capture-loss', '12 packets'), src: null, dst: null };
    expect(drawn(call, [loss])[1]).toMatch(/│┈+ 12 packets not captured ┈+│$/);
    expect(drawn(call, [happened(5, 'A>B', 'stream-gap', '1448 bytes')])[1]).toMatch(/│┈+ 1448 bytes missing ┈+►│$/);
    expect(drawn(call, [happened(0, 'A>B', 'message-cut', null, call[0])])).toHaveLength(4);
  });

  it('is folded and unfolded with the retransmissions it is about', () => {
    const again = { retransmission: true };
    const rows = exchange([0, 'A>B', 'INVITE'], [500, 'A>B', 'INVITE', again], [1500, 'A>B', 'INVITE', again]);
    const events = rows.map((row, at) =>
      happened([1, 501, 1501][at]!, 'B>A', 'icmp-port-unreachable', 'port unreachable', row),
    );
    const folded = drawn(rows, events);
    expect(folded).toHaveLength(2);
    expect(folded[1]).toContain('ICMP port unreachable ×3 over 1.5');
    const unfolded = ladderText(rows, { width: 80, unfolded: true }, events).slice(2);
    expect(unfolded.map(line => line.includes('unreachable'))).toEqual([false, true, false, true, false, true]);
  });

  it('finds the lane of the port its message used', () => {
    const rows = exchange([0, 'A>B', 'INVITE'], [1, 'A>B', 'INVITE', { src: '10.0.0.1:5070', branch: 4 }]);
    const event = happened(2, 'B>A', 'icmp-port-unreachable', 'port unreachable', rows[1]);
    const lines = ladderText(rows, { width: 100, mergePorts: false }, [event]);
    const arrow = (label: string) => lines.find(line => line.includes(label))!;
    expect(arrow('unreachable').indexOf('◄')).toBe(lines.findLast(line => line.includes('INVITE'))!.indexOf('─'));
  });
});

describe('the cursor', () => {
  const ladder = layoutLadder(call, LADDER_DEFAULTS, call, [
    happened(1, 'B>A', 'icmp-redirect', 'redirect', call[0]),
    happened(2, 'B>A', 'tcp-reset', null),
    refused,
  ]);

  it('moves over events as over messages, in both directions', () => {
    const stops: LadderCursor[] = [];
    for (let places = 0; places < 8; places++) stops.push(moveAlong(ladder, { at: 0, event: -1 }, places));
    expect(stops.map(({ at, event }) => `${at}${event < 0 ? '' : `.${event}`}`)).toEqual([
      ...['0', '0.0', '0.1', '1', '2', '3', '3.0', '3.0'],
    ]);
    expect(moveAlong(ladder, { at: 3, event: 0 }, -5)).toEqual({ at: 0, event: 0 });
    expect(eventAt(ladder, { at: 3, event: 0 })?.event).toBe(refused);
    expect(eventAt(ladder, { at: 3, event: 4 })).toBeUndefined();
  });

  it('is drawn on the event, and is scrolled to', () => {
    const view: LadderView = {
      ...{ width: 80, offsetX: 0, timeFormat: 'relative', cursor: 0, cursorEvent: 1, chosenLane: -1 },
      ...{ marks: new Set<MessageId>(), focused: true, colourBy: 'status', glyphs: ASCII_LADDER, ascii: true },
    };
    const lines = ladderLines(ladder, view, 0, ladderHeight(ladder));
    expect(lines.map(textOf).map(line => line.startsWith('>'))).toEqual([false, false, true, ...Array(4).fill(false)]);
    expect(lines.map(line => line[0]!.inverse === true).indexOf(true)).toBe(2);
    expect(scrollToCursor(ladder, { at: 0, event: 1 }, 0, 1)).toBe(2);
    expect([0, 1, 2, 3].map(line => eventAtLine(ladder, line))).toEqual([-1, 0, 1, -1]);
  });
});
