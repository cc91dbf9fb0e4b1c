/** The flow pane: head and ladder in the rows there are, the cursor's arrow always among them. */
import { describe, expect, it } from 'vitest';
import { type LadderOptions, LADDER_DEFAULTS, layoutLadder } from '../../src/flow/ladder.js';
import type { MessageId } from '../../src/model/ids.js';
import { FlowPane, type FlowPaneProps, flowLines } from '../../src/panes/flow-pane.js';
import { textOf } from '../../src/terminal/line.js';
import { themes } from '../../src/terminal/theme.js';
import { exchange } from '../flow/message-rows.js';
import { drawnByInk } from './drawn.js';

const rows = exchange(
  ...Array.from({ length: 40 }, (_, at): Parameters<typeof exchange>[0] => [
    at * 10,
    at % 2 === 0 ? 'A>B' : 'B>A',
    at % 2 === 0 ? 'OPTIONS' : '200 OK (OPTIONS)',
    { cseq: at >> 1, branch: at >> 1 },
  ]),
);

function ladder(messages = rows, options: Partial<LadderOptions> = {}) {
  return layoutLadder(messages, { ...LADDER_DEFAULTS, ...options });
}

function props(changes: Partial<FlowPaneProps> = {}): FlowPaneProps {
  const shown = { ladder: ladder(), absent: 'no messages', first: 0 };
  const options = { chosenLane: -1, timeFormat: 'relative', colourBy: 'status' } as const;
  const place = {
    cursor: 0,
    event: -1,
    top: 0,
    offsetX: 0,
    marks: new Set<MessageId>(),
    width: 80,
    height: 12,
    focused: true,
  };
  return { ...shown, ...options, ...place, theme: themes.none, ascii: false, ...changes };
}

function lines(changes: Partial<FlowPaneProps> = {}): string[] {
  return flowLines(props(changes)).map(textOf);
}

describe('the flow pane', () => {
  it('has the head and as many arrows as fit', () => {
    const drawn = lines();
    expect(drawn).toHaveLength(12);
    expect(drawn[0]).toContain('10.0.0.1');
    expect(drawn[2]).toMatch(/^› +\+0\.000 .*OPTIONS/);
  });

  it('shows the arrow under the cursor, wherever it was scrolled to', () => {
    for (const cursor of [0, 11, 39]) {
      for (const top of [0, 20, 39]) {
        const drawn = lines({ cursor, top, focused: false });
        expect(drawn.filter(line => line.startsWith('›'))).toHaveLength(1);
        expect(drawn).toHaveLength(12);
      }
    }
  });

  it('keeps the first message where the cursor allows it', () => {
    expect(lines({ cursor: 22, top: 20 })[2]).toContain('+0.200');
  });

  it('takes a window that begins later, and a cursor outside of it', () => {
    const later = props({ ladder: ladder(rows.slice(20)), first: 20, cursor: 25, top: 20 });
    expect(flowLines(later).map(textOf)[7]).toMatch(/^›/);
    const outside = lines({ ladder: ladder(rows.slice(20)), first: 20, cursor: 3, top: 0 });
    expect(outside.some(line => line.startsWith('›'))).toBe(false);
  });

  it('marks messages and shows the lane that keys move', () => {
    expect(lines({ marks: new Set([rows[1]!.id]) })[3]).toMatch(/^\*/);
    const all = props({ chosenLane: 1 });
    const focus = flowLines(all)[0]!.filter(span => span.role === 'focus');
    expect(focus.map(span => span.text.trim())).toEqual(['10.0.0.2']);
  });

  it('does without its head where there is no room, and without messages', () => {
    expect(lines({ height: 3 })[0]).toMatch(/^›/);
    expect(lines({ height: 0 })).toEqual([]);
    expect(lines({ ladder: null })).toEqual(['no messages']);
    expect(lines({ ladder: ladder(rows, { onlySdp: true }), absent: 'nothing with SDP' })).toEqual([
      'nothing with SDP',
    ]);
  });

  it('is drawn by Ink as it is', () => {
    expect(drawnByInk(<FlowPane {...props({ focused: false })} />)).toEqual(
      lines({ focused: false }).map(line => line.trimEnd()),
    );
  });
});
