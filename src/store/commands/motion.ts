/** The commands that move a cursor, the same for all panes. They may move it too far: normalised.ts brings it back. */
import { moveAlong, moveOverEvents } from '../../flow/ladder-cursor.js';
import { chosenColumn, shownColumns } from '../list/column-fit.js';
import { columnInView } from '../list/column-places.js';
import { type Command, type Commands, command } from './command.js';
import { ladderCursor, ladderOf } from '../view/ladder-of.js';
import { innerLines, listRows } from '../view/layout.js';
import { placesOf } from '../view/places.js';
import type { PaneName, State } from '../state.js';

/** Cells a sideways step takes. */
const SIDE_STEP = 8;
const HEAD_LINES = 2;

/** Lines of a page in a pane. */
function page(state: State): number {
  const places = placesOf(state);
  if (state.view.focus === 'flow') return Math.max(1, innerLines(places.flow) - HEAD_LINES);
  if (state.view.focus === 'message') return innerLines(places.message);
  return listRows(places);
}

/** The cursor of a list, or the view of a message, moved by some lines. */
function movedBy(state: State, lines: number): State {
  const { list, flow, message, view } = state;
  if (view.focus === 'flow') {
    const ladder = ladderOf(state);
    const from = flow.window.value.first;
    if (!ladder) return { ...state, flow: { ...flow, cursor: flow.cursor + lines } };
    const { at, event } = moveAlong(ladder, ladderCursor(flow), lines);
    const cursor = from + at;
    return { ...state, flow: { ...flow, cursor, event: event < 0 ? null : { under: cursor, index: event } } };
  }
  if (view.focus === 'message') {
    return { ...state, message: { ...message, cursor: message.cursor + lines } };
  }
  return { ...state, list: { ...list, cursor: list.cursor + lines, follow: lines > 0 && list.follow } };
}

/** Scrolls a pane, as the wheel does: the cursor moves only where it would leave the view. */
export function wheeled(state: State, pane: PaneName, lines: number): State {
  if (pane === 'list' || pane === 'filter') {
    const { list } = state;
    const rows = listRows(placesOf(state));
    const top = Math.max(0, Math.min(list.top + lines, list.window.value.total - rows));
    const cursor = Math.max(top, Math.min(list.cursor, top + rows - 1));
    return { ...state, list: { ...list, top, cursor, follow: lines > 0 && list.follow } };
  }
  return movedBy({ ...state, view: { ...state.view, focus: pane } }, lines);
}

function sideways(state: State, step: number): State {
  const cells = step * SIDE_STEP;
  const { flow, message, view } = state;
  if (view.focus === 'flow') return { ...state, flow: { ...flow, left: Math.max(0, flow.left + cells) } };
  if (view.focus === 'message' && state.preferences.wrap) return alongMessages(state, step);
  if (view.focus === 'message') return { ...state, message: { ...message, left: Math.max(0, message.left + cells) } };
  return cellChosen(state, chosenColumn(state) + step);
}

/** Chooses a cell of the row and brings its column into view; left of the first, no cell is chosen. */
function cellChosen(state: State, at: number): State {
  const shown = shownColumns(state);
  const column = at < 0 ? null : (shown[Math.min(shown.length - 1, at)]?.id ?? null);
  return columnInView({ ...state, list: { ...state.list, column } });
}

/** Another message of the flow, without leaving the message pane: events have none. */
function alongMessages(state: State, step: number): State {
  const { flow } = state;
  const ladder = ladderOf(state);
  const from = flow.window.value.first;
  const cursor = ladder ? from + moveOverEvents(ladder, flow.cursor - from, step) : flow.cursor + step;
  return { ...state, flow: { ...flow, cursor, event: null } };
}

const FAR = 1_000_000_000;

function toFirst(state: State): State {
  const { view, flow } = state;
  if (view.focus === 'flow') return { ...state, flow: { ...flow, cursor: 0, event: null, top: 0 } };
  return movedBy(state, -FAR);
}

function toLast(state: State): State {
  const { view, flow, list } = state;
  if (view.focus === 'flow')
    return { ...state, flow: { ...flow, cursor: Math.max(0, flow.window.value.total - 1), event: null } };
  if (view.focus === 'message') return movedBy(state, FAR);
  return { ...state, list: { ...list, cursor: Math.max(0, list.window.value.total - 1) } };
}

function move(title: string, help: string, lines: (state: State) => number): Command {
  return command(title, help, state => movedBy(state, lines(state)));
}

export const motionCommands: Commands = {
  up: move('up', 'Go one line up.', () => -1),
  down: move('down', 'Go one line down.', () => 1),
  'page-up': move('page up', 'Go one page up.', state => -page(state)),
  'page-down': move('page down', 'Go one page down.', state => page(state)),
  'half-page-up': move('half page up', 'Go half a page up.', state => -Math.ceil(page(state) / 2)),
  'half-page-down': move('half page down', 'Go half a page down.', state => Math.ceil(page(state) / 2)),
  first: command('first', 'Go to the first line.', toFirst),
  last: command('last', 'Go to the last line.', toLast),
  'scroll-left': command(
    'left',
    'Choose the cell to the left; in the flow, scroll; in a wrapped message, go to the message before.',
    state => sideways(state, -1),
  ),
  'scroll-right': command(
    'right',
    'Choose the cell to the right; in the flow, scroll; in a wrapped message, go to the message after.',
    state => sideways(state, 1),
  ),
  'next-message': command('next message', 'Go to the next message of the flow.', state => alongMessages(state, 1)),
  'previous-message': command('previous message', 'Go to the message before.', state => alongMessages(state, -1)),
};
