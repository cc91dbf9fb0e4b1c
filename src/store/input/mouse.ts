/**
 * What the mouse does. Terminals report where a button was pressed and where it was released, but no motion between; that is enough to
 * move a column by its head and to widen it by its edge.
 */
import { arrowAtLine, eventAtLine } from '../../flow/ladder.js';
import type { Mouse } from '../../terminal/keys.js';
import { columnAt, columnEndingAt } from '../list/column-places.js';
import type { Next } from '../commands/command.js';
import { COMMANDS } from '../commands/table.js';
import { ladderOf } from '../view/ladder-of.js';
import { openIncidents } from '../commands/diagnosis.js';
import { sorted, wider, withColumns } from '../commands/list.js';
import { holds } from '../view/layout.js';
import { GUTTER, meaningRows, messageText, textRows, topRow } from '../view/message-layout.js';
import { sheetBy } from '../commands/sheets.js';
import { wheeled } from '../commands/motion.js';
import { openHits, openMessage } from '../view/open-message.js';
import { flowFirstLine, ladderRoom, placesOf } from '../view/places.js';
import type { State } from '../state.js';
import { currentMessage } from '../view/current.js';
import { focused, paneAt } from '../commands/view.js';

const WHEEL_LINES = 3;
/** Title and column heads above the rows of the list. */
const LIST_HEAD = 2;

export function nextForMouse(state: State, mouse: Mouse): Next {
  if (!state.view.mouse) return state;
  const lines = mouse.action === 'wheel-up' ? -WHEEL_LINES : mouse.action === 'wheel-down' ? WHEEL_LINES : 0;
  if (lines !== 0) return wheel(state, mouse, lines);
  if (mouse.button !== 'left' && mouse.action === 'press') return state;
  if (mouse.action === 'release') return released(state, mouse);
  if (state.dialog) return state;
  // One of the worst incidents opens all of them.
  if (holds(placesOf(state).strip, mouse.column, mouse.row)) return openIncidents(state);
  const pane = paneAt(state, mouse.column, mouse.row);
  if (!pane) return state;
  const next = focused(state, pane);
  if (pane === 'list') return clickList(next, state, mouse);
  if (pane === 'flow') return clickFlow(next, state, mouse.row);
  return pane === 'message' ? clickMessage(next, state, mouse.row) : next;
}

function wheel(state: State, mouse: Mouse, lines: number): Next {
  const { dialog } = state;
  if (dialog?.kind === 'devices') return COMMANDS[lines < 0 ? 'device-up' : 'device-down']!.run(state, '');
  if (dialog?.kind === 'pick') return COMMANDS[lines < 0 ? 'pick-up' : 'pick-down']!.run(state, '');
  if (dialog?.kind === 'help' || dialog?.kind === 'stats' || dialog?.kind === 'said') {
    return { ...state, dialog: { ...dialog, top: Math.max(0, dialog.top + lines) } };
  }
  if (dialog?.kind === 'call' || dialog?.kind === 'diagnosis' || dialog?.kind === 'incidents')
    return sheetBy(state, Math.sign(lines));
  if (dialog?.kind === 'remarks') {
    return { ...state, dialog: { ...dialog, scrolled: dialog.scrolled + lines } };
  }
  const widened = wheelColumn(state, mouse, lines);
  if (widened) return widened;
  const pane = paneAt(state, mouse.column, mouse.row);
  if (!pane || dialog) return state;
  const next = wheeled(state, pane, lines);
  return { ...next, view: { ...next.view, focus: state.view.focus } };
}

/** The wheel over a column's head makes it wider or narrower. */
function wheelColumn(state: State, mouse: Mouse, lines: number): State | null {
  const place = placesOf(state).list;
  if (state.dialog || !place || mouse.row !== place.top + 1) return null;
  return widened(state, columnAt(state, mouse.column - place.left)?.id, -Math.sign(lines));
}

function widened(state: State, id: string | undefined, cells: number): State {
  const columns = state.list.columns.map(shown => (shown.id === id ? wider(shown, cells, state) : shown));
  return withColumns(state, columns);
}

/** A click on a row puts the cursor there; a press on a column's head waits for the release. */
function clickList(next: State, state: State, mouse: Mouse): State {
  const place = placesOf(state).list;
  if (!place) return next;
  const line = mouse.row - place.top - LIST_HEAD;
  if (line === -1) return { ...next, list: { ...next.list, held: mouse.column - place.left } };
  if (line < 0) return next;
  const column = columnAt(state, mouse.column - place.left)?.id ?? null;
  return { ...next, list: { ...next.list, cursor: next.list.top + line, column, follow: false } };
}

/** A head released where it was pressed sorts by it, over another head it moves there; an edge moves to the release. */
function released(state: State, mouse: Mouse): State {
  const { held } = state.list;
  const place = placesOf(state).list;
  if (held === null) return state;
  const next: State = { ...state, list: { ...state.list, held: null } };
  if (!place || state.dialog) return next;
  const cell = mouse.column - place.left;
  const edge = columnEndingAt(state, held);
  if (edge) return cell === held ? next : widened(next, edge.id, cell - held);
  const from = columnAt(state, held);
  const onto = columnAt(state, cell);
  if (!from || !onto) return next;
  if (from.id !== onto.id) return columnMoved(next, from.id, onto.id);
  if (!from.sort) return next;
  return sorted(next, { key: from.sort, descending: state.sort.key === from.sort && !state.sort.descending });
}

function columnMoved(state: State, id: string, onto: string): State {
  const columns = [...state.list.columns];
  const from = columns.findIndex(shown => shown.id === id);
  const at = columns.findIndex(shown => shown.id === onto);
  if (from < 0 || at < 0) return state;
  columns.splice(at, 0, ...columns.splice(from, 1));
  return withColumns(state, columns);
}

/** A click on an arrow puts the cursor on its message, one on an event on the event. */
function clickFlow(next: State, state: State, row: number): State {
  const place = placesOf(state).flow;
  const ladder = ladderOf(state);
  if (!place || !ladder) return next;
  const room = ladderRoom(place, ladder);
  const line = row - (place.top + place.height - room);
  const clicked = flowFirstLine(state, ladder, room) + line;
  const arrow = ladder.arrows[arrowAtLine(ladder, clicked)];
  if (line < 0 || !arrow) return next;
  const cursor = next.flow.window.value.first + arrow.at;
  const index = eventAtLine(ladder, clicked);
  return { ...next, flow: { ...next.flow, cursor, event: index < 0 ? null : { under: cursor, index } } };
}

/** A click on a line of the message puts the cursor there. */
function clickMessage(next: State, state: State, row: number): State {
  const place = placesOf(state).message;
  const { message, preferences } = state;
  const open = openMessage(state);
  if (!place || message.compared || !open) return next;
  const text = messageText(open.bytes, currentMessage(state)?.truncated ?? false, state.ascii);
  const rows = textRows(text, place.width - GUTTER, preferences.wrap);
  const height = place.height - 1;
  const room = height - meaningRows(text, message.cursor, height);
  const line = row - place.top - 1;
  const clicked = rows[topRow(rows, openHits(state)[message.hit], message.cursor, room) + line];
  if (line < 0 || line >= room || !clicked) return next;
  return { ...next, message: { ...next.message, cursor: clicked.line } };
}
