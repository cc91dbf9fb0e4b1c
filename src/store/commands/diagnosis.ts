/** The commands of what is wrong: with the row under the cursor, and in the whole list. */
import type { IncidentRow } from '../../engine/protocol/diagnosis.js';
import { append, termFor } from '../../query/language/edit.js';
import type { RowId } from '../../model/ids.js';
import { editorOf } from '../input/editor.js';
import { says } from '../notice.js';
import type { State } from '../state.js';
import { currentMessage, currentRow, openedConversations, shownCall, shownConversations } from '../view/current.js';
import { cursorIn, diagnosisSheet } from '../view/sheets/diagnosis-sheet.js';
import { incidentsSheet } from '../view/sheets/incidents-sheet.js';
import { firstThatOpens } from '../view/sheets/sheet.js';
import { command, type Commands } from './command.js';
import { withFilterText } from './filter.js';

/** Conversations that are looked at together: of more that were opened, the first ones. */
const TOGETHER = 50;
/** Conversations by number in a filter. */
const NUMBERED = 200;

/** What is wrong with the row of the list, or with what is in the flow. */
function openDiagnosis(state: State): State {
  const { focus } = state.view;
  const row = currentRow(state);
  const inFlow = focus === 'flow' || focus === 'message';
  if (!inFlow && row) {
    const first = row.verdict?.conversation ?? row.index;
    // A leg below its call is named by its row: what is behind it is another leg.
    const legs = row.leg > 0 ? [row.index] : row.legs;
    return withDialog(state, legs.includes(first) ? first : row.index, legs, legs, row);
  }
  const shown = shownConversations(state);
  const [first = currentMessage(state)?.conversation] = shown;
  if (first === undefined) return says(state, 'There is no conversation here.');
  const legs = shownCall(state)?.legs.map(({ index }) => index) ?? (shown.length === 1 ? shown : []);
  const worst = row?.verdict?.conversation;
  const isOfRow = row !== undefined && openedConversations(state).every(each => row.legs.includes(each));
  const main = isOfRow && worst !== undefined && shown.includes(worst) ? worst : first;
  return withDialog(state, main, shown, legs, isOfRow ? row : null);
}

function withDialog(
  state: State,
  first: RowId,
  all: readonly RowId[],
  legs: readonly RowId[],
  row: ReturnType<typeof currentRow> | null = null,
): State {
  const conversations = [first, ...all.filter(each => each !== first)].slice(0, TOGETHER);
  return { ...state, dialog: { kind: 'diagnosis', conversations, legs, row, cursor: null, entry: null } };
}

/** The entry of the cause of the finding under the cursor. */
function openEntry(state: State): State {
  const { dialog } = state;
  if (dialog?.kind !== 'diagnosis') return state;
  if (dialog.entry !== null) return closeSheet(state);
  const lines = diagnosisSheet(state, dialog);
  const finding = lines[cursorIn(lines, dialog)]?.finding ?? lines.find(each => each.finding)?.finding;
  return finding
    ? { ...state, dialog: { ...dialog, entry: { finding, top: 0 } } }
    : says(state, 'There is no cause here.');
}

/** From the entry of a cause to the findings, else to the panes. */
function closeSheet(state: State): State {
  const { dialog } = state;
  if (dialog?.kind === 'diagnosis' && dialog.entry !== null) return { ...state, dialog: { ...dialog, entry: null } };
  return { ...state, dialog: null };
}

export function openIncidents(state: State, cursor: number | null = null): State {
  return { ...state, dialog: { kind: 'incidents', cursor } };
}

/** Filters the list on the incident under the cursor. */
function onlyIncident(state: State): State {
  const { dialog, filter } = state;
  if (dialog?.kind !== 'incidents') return state;
  const lines = incidentsSheet(state);
  const cursor = dialog.cursor ?? firstThatOpens(lines);
  const incident = lines[cursor]?.opens;
  if (!incident) return state;
  const { text } = filter.before?.filtered === filter.editor.text ? filter.before : filter.editor;
  const filtered = filterOf(incident, filter.editor.text, state.preferences.calls);
  const next = withFilterText({ ...state, dialog: null }, editorOf(filtered));
  const view = { ...state.view, focus: 'list', zoom: false } as const;
  const more = incident.count > NUMBERED && !filtered.startsWith('cause') ? ` The first ${NUMBERED} are shown.` : '';
  return says(
    { ...next, view, filter: { ...next.filter, before: { text, filtered, cursor } } },
    `The list has the conversations of this incident.${more} Esc goes back.`,
  );
}

/**
 * The filter that has exactly the conversations of an incident: by cause and what it is about. What is no cause is asked for by number, and
 * so is what was found in a list of calls with a filter, where another leg may be what the filter matches.
 */
function filterOf({ cause, certainty, key, conversations }: IncidentRow, before: string, calls: boolean): string {
  const numbers = `index ${conversations.slice(0, NUMBERED).join(' ')}`;
  if (cause === 'not-judged' || certainty === 'hint') return numbers;
  const known = `${termFor('cause', cause)} and ${termFor('about', key)}`;
  if (before.trim() === '') return known;
  if (calls && conversations.length <= NUMBERED) return `${known} and ${numbers}`;
  const added = append(before, 'and', known);
  return 'text' in added ? added.text : known;
}

/** Back from the list of one incident to all of them; null where the list shows something else. */
export function incidentsAgain(state: State): State | null {
  const { before, editor } = state.filter;
  if (before === null || before.filtered !== editor.text) return null;
  const next = withFilterText(state, editorOf(before.text));
  return openIncidents({ ...next, filter: { ...next.filter, before: null } }, before.cursor);
}

export const diagnosisCommands: Commands = {
  diagnosis: command(
    'why',
    'What is wrong with it, and what proves that: the verdict, its evidence, what to do next.',
    openDiagnosis,
    { also: ['why'] },
  ),
  cause: command('when said', 'When a cause is said, and when it is not.', openEntry),
  incidents: command('incidents', 'All that is wrong in the list, worst first.', state => openIncidents(state)),
  'only-incident': command('filter on it', 'Show the conversations of this incident only.', onlyIncident),
  'close-sheet': command('back', 'Close this and go back.', closeSheet),
};
