/** How many incidents stand above the list. */
import { expect, it } from 'vitest';
import type { IncidentRow } from '../../../src/engine/protocol/diagnosis.js';
import { rowId } from '../../../src/model/ids.js';
import { take } from '../../../src/store/answered.js';
import { DEFAULT_PREFERENCES } from '../../../src/store/settings/preferences.js';
import { initialState } from '../../../src/store/state.js';
import { placesOf } from '../../../src/store/view/places.js';
import { stripIncidents } from '../../../src/store/view/strip.js';

function incident(at: number, certainty: IncidentRow['certainty']): IncidentRow {
  return {
    ...{ cause: 'invite-never-answered', key: `10.0.0.${at}:5060`, certainty, count: 1, of: 9 },
    ...{ firstUs: 1, lastUs: 1, dated: true, conversations: [rowId(at)], sentence: 'no reply' },
  };
}

const nine = [...Array.from({ length: 7 }, (_, at) => incident(at, 'certain')), incident(7, 'hint'), incident(8, null)];

function screen(columns: number, rows: number, incidents = nine) {
  const state = initialState(columns, rows, DEFAULT_PREFERENCES);
  const answer = { incidents, count: 8, failed: 9, explained: 8, conversations: 20 };
  return { ...state, incidents: take(state.incidents, '1 true', answer) };
}

it.each([
  [80, 24, 1],
  [120, 40, 3],
  [200, 50, 5],
  [80, 18, 0],
])('has on %s by %s as many as %s of the worst incidents', (columns, rows, lines) => {
  const state = screen(columns, rows);
  expect(stripIncidents(state).map(({ key }) => key)).toEqual(nine.slice(0, lines).map(({ key }) => key));
  expect(placesOf(state).strip?.height ?? 0).toBe(lines);
});

it('has no hint and nothing that is not judged', () => {
  expect(stripIncidents(screen(200, 50, nine.slice(5)))).toHaveLength(2);
  expect(stripIncidents(screen(200, 50, nine.slice(7)))).toEqual([]);
});

it('takes no room where the list is not shown', () => {
  const state = screen(80, 24);
  const { strip, flow } = placesOf({ ...state, view: { ...state.view, focus: 'flow' } });
  expect(strip).toBeNull();
  expect(flow?.top).toBe(1);
});
