/**
 * A state made consistent after any change, so that a command may move a cursor by any number of lines or change a window without
 * looking at the rest: cursors go back inside what there is and into view, and what belongs to another conversation or message is
 * reset. The order matters: the list decides which conversation the flow shows, the flow which message is open.
 */
import { arrowOf, nearestArrow } from '../flow/fold.js';
import { arrowAtLine, blockStart } from '../flow/ladder.js';
import { asking, isCurrent } from './answered.js';
import { typingEnded } from './filter/typed-filter.js';
import { columnsFitted } from './list/column-fit.js';
import type { State } from './state.js';
import { currentMessage, currentRow, shownConversations } from './view/current.js';
import { ladderOf } from './view/ladder-of.js';
import { listRows } from './view/layout.js';
import { headerLine, openId, openLines } from './view/open-message.js';
import { sheetInside } from './view/remark-sheet.js';
import { flowFirstLine, ladderRoom, placesOf } from './view/places.js';

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}

function listInView(state: State): State {
  const { list } = state;
  const rows = listRows(placesOf(state));
  const { total } = list.window.value;
  const cursor = clamp(list.cursor, 0, total - 1);
  const top = clamp(clamp(list.top, cursor - rows + 1, cursor), 0, total - rows);
  return cursor === list.cursor && top === list.top ? state : { ...state, list: { ...list, cursor, top } };
}

/** The flow's cursor on the first message of a leg that has a row of its own in the list, and at the top for its call. */
function flowOfItsRow(state: State): State {
  const { flow } = state;
  const row = currentRow(state);
  const key = row ? `${row.index} ${row.leg}` : flow.row;
  if (!row || key === flow.row) return state;
  if (flow.opened) return { ...state, flow: { ...flow, row: key } };
  const sought = row.leg > 0 ? { leg: row.index, message: null, from: 0 } : null;
  return { ...state, flow: { ...flow, row: key, cursor: 0, event: null, sought } };
}

function flowOfItsConversations(state: State): State {
  const shown = shownConversations(state);
  const of = shown.join();
  const { flow } = state;
  if (of === flow.window.asked) return state;
  // Where a conversation stays, as one leg beside the others, the cursor stays on its message.
  const stays = currentMessage(state);
  const kept =
    stays && shown.includes(stays.conversation) ? { leg: stays.conversation, message: stays.id, from: 0 } : null;
  const window = asking(flow.window, of);
  return {
    ...state,
    flow: {
      ...flow,
      window,
      cursor: 0,
      sought: flow.sought ?? kept,
      event: null,
      top: 0,
      left: 0,
      marks: new Set(),
      unfolded: new Set(),
      order: [],
      lane: -1,
    },
    message: { ...state.message, compared: null },
  };
}

/** The message to be shown first so that the one under the cursor is in view, the view moved as little as that needs. */
function flowTop(state: State): number {
  const { flow } = state;
  const ladder = ladderOf(state);
  const place = placesOf(state).flow;
  if (!ladder || !place) return flow.top;
  const { first } = flow.window.value;
  const line = flowFirstLine(state, ladder, ladderRoom(place, ladder));
  const arrow = arrowAtLine(ladder, line);
  // A view that would begin inside an arrow's notes begins at the next arrow.
  const whole = blockStart(ladder, arrow) === line ? arrow : arrow + 1;
  return first + (ladder.arrows[whole]?.at ?? 0);
}

/** The cursor on a message that is shown: some may be left out. */
function shownCursor(state: State, cursor: number): number {
  const { first, rows } = state.flow.window.value;
  const ladder = ladderOf(state);
  if (!ladder || cursor < first || cursor >= first + rows.length) return cursor;
  if (arrowOf(ladder.arrows, cursor - first) >= 0) return cursor;
  const arrow = ladder.arrows[nearestArrow(ladder.arrows, cursor - first)];
  return arrow ? first + arrow.at : cursor;
}

/** The cursor on the message it is to go to, once that is here; else the next window, where there are more. */
function atSought(state: State): State {
  const { flow } = state;
  const { sought, window } = flow;
  if (sought === null || !isCurrent(window)) return state;
  const { first, rows, total } = window.value;
  const { leg, message } = sought;
  const at = rows.findIndex(row => (message === null ? row.conversation === leg : row.id === message));
  if (at >= 0) return { ...state, flow: { ...flow, cursor: first + at, event: null, sought: null } };
  if (first !== sought.from && rows.length > 0) return state;
  const from = first + rows.length;
  return { ...state, flow: { ...flow, sought: from < total && rows.length > 0 ? { ...sought, from } : null } };
}

function flowInside(state: State): State {
  const { flow } = state;
  if (!isCurrent(flow.window)) return state;
  const cursor = shownCursor(state, clamp(flow.cursor, 0, flow.window.value.total - 1));
  const next = cursor === flow.cursor ? state : { ...state, flow: { ...flow, cursor } };
  const top = flowTop(next);
  return top === flow.top ? next : { ...next, flow: { ...next.flow, top } };
}

function messageOfItsOwn(state: State): State {
  const { message } = state;
  const id = currentMessage(state)?.id;
  if (id === undefined || id === message.open.asked) return state;
  return { ...state, message: { ...message, open: asking(message.open, id), cursor: 0, left: 0, hit: -1 } };
}

/** The cursor on the header that the message was opened for, once that is there; nothing where another message is read by then. */
function atMark(state: State): State {
  const { message, flow } = state;
  const { mark } = message;
  if (mark === null || flow.sought !== null || !isCurrent(flow.window) || !isCurrent(message.open)) return state;
  const next: State = { ...state, message: { ...message, mark: null } };
  if (openId(state) !== mark.message) return message.open.asked === mark.message ? state : next;
  const line = headerLine(openLines(state), mark.header, mark.value);
  return line < 0 ? next : { ...next, message: { ...next.message, cursor: line } };
}

function messageInside(state: State): State {
  const { message } = state;
  // Two messages under each other are at most as long as both, each line in two.
  const lines = message.compared ? 4 * openLines(state).length : openLines(state).length;
  const cursor = clamp(message.cursor, 0, lines - 1);
  return cursor === message.cursor ? state : { ...state, message: { ...message, cursor } };
}

/** The normalised state; the same object if nothing had to change. */
export function normalised(state: State): State {
  const list = columnsFitted(listInView(typingEnded(state)));
  return sheetInside(
    messageInside(atMark(messageOfItsOwn(flowInside(atSought(flowOfItsConversations(flowOfItsRow(list))))))),
  );
}
