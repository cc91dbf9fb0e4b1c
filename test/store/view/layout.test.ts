import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Layout, type LayoutAsk, layoutOf, type Place } from '../../../src/store/view/layout.js';

const ask: LayoutAsk = {
  ...{ columns: 120, rows: 40, focus: 'list', zoom: false, dialogLines: 0, messageShare: 0 },
  stripLines: 0,
  statusLines: 1,
};

function places(layout: Layout): Place[] {
  const { filter, strip, list, flow, message, dialog, status, footer } = layout;
  return [filter, strip, list, flow, message, dialog, status, footer].filter(place => place !== null);
}

function shown(layout: Layout): string {
  return (['filter', 'list', 'flow', 'message', 'dialog', 'status'] as const).filter(part => layout[part]).join(' ');
}

describe('the layout', () => {
  it('shows list, flow and message where there is room, flow and message side by side', () => {
    for (const [columns, rows] of [
      [120, 40],
      [160, 50],
      [200, 50],
    ] as const) {
      const layout = layoutOf({ ...ask, columns, rows });
      expect(shown(layout)).toBe('filter list flow message status');
      expect(layout.flow!.top).toBe(layout.message!.top);
    }
  });

  it('shows the pane with the focus and the next deeper one on 80x24', () => {
    const small = { ...ask, columns: 80, rows: 24 };
    expect(shown(layoutOf(small))).toBe('filter list flow status');
    expect(shown(layoutOf({ ...small, focus: 'flow' }))).toBe('filter flow message status');
    expect(shown(layoutOf({ ...small, focus: 'message' }))).toBe('filter flow message status');
  });

  it('drops panes in order below 80x24: the others, the filter, the status line', () => {
    expect(shown(layoutOf({ ...ask, columns: 79, rows: 24 }))).toBe('filter list status');
    expect(shown(layoutOf({ ...ask, columns: 80, rows: 13 }))).toBe('list status');
    expect(shown(layoutOf({ ...ask, columns: 80, rows: 11 }))).toBe('list');
    expect(layoutOf({ ...ask, columns: 39, rows: 30 }).tooSmall).toBe(true);
    expect(layoutOf({ ...ask, columns: 80, rows: 9 }).tooSmall).toBe(true);
    expect(layoutOf({ ...ask, columns: 40, rows: 10 }).tooSmall).toBe(false);
  });

  it('gives an enlarged pane the whole body, and a dialog at most half of it', () => {
    expect(layoutOf({ ...ask, focus: 'message', zoom: true }).message!.height).toBe(37);
    expect(layoutOf({ ...ask, dialogLines: 100 }).dialog!.height).toBe(18);
    expect(shown(layoutOf({ ...ask, dialogLines: Number.POSITIVE_INFINITY }))).toBe('filter dialog status');
  });

  it('covers every row once and nothing twice, at any size', () => {
    const asks = fc.record({
      columns: fc.integer({ min: 40, max: 300 }),
      rows: fc.integer({ min: 10, max: 120 }),
      focus: fc.constantFrom('filter' as const, 'list' as const, 'flow' as const, 'message' as const),
      zoom: fc.boolean(),
      dialogLines: fc.constantFrom(0, 4, 9, Number.POSITIVE_INFINITY),
      messageShare: fc.integer({ min: -28, max: 32 }),
      stripLines: fc.integer({ min: 0, max: 5 }),
      statusLines: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(asks, wanted => {
        const covered = new Map<number, number>();
        for (const { left, top, width, height } of places(layoutOf(wanted))) {
          expect(height).toBeGreaterThan(0);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(wanted.columns);
          for (let row = top; row < top + height; row++) covered.set(row, (covered.get(row) ?? 0) + width);
        }
        for (let row = 0; row < wanted.rows; row++) {
          // Flow and message side by side leave one cell for the line between them.
          expect([wanted.columns, wanted.columns - 1]).toContain(covered.get(row));
        }
      }),
    );
  });
});
