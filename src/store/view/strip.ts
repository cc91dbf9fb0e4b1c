/** The incidents above the list: the worst ones, as many as the screen has room for, and no line where nothing is wrong. */
import type { IncidentRow } from '../../engine/protocol/diagnosis.js';
import type { State } from '../state.js';

/** Rows a screen must have for one line, for three and for five. */
const ROOM: readonly (readonly [rows: number, lines: number])[] = [
  [48, 5],
  [36, 3],
  [20, 1],
];

/** Whether an incident is more than a hint. */
export function isSaid({ certainty }: IncidentRow): boolean {
  return certainty === 'certain' || certainty === 'likely';
}

/** Those in the strip; none where it is put away. */
export function stripIncidents({ preferences, incidents, rows, progress }: State): readonly IncidentRow[] {
  if (!preferences.incidents || incidents.value === null || progress?.sources.length === 0) return [];
  const lines = ROOM.find(([least]) => rows >= least)?.[1] ?? 0;
  return incidents.value.incidents.filter(isSaid).slice(0, lines);
}
