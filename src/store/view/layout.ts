/**
 * Which pane lies where. Pure, so that a click, a page key and the painted screen cannot disagree.
 *
 * When the terminal gets narrow or low, parts go in a fixed order: first flow or message, whichever has not the focus, then the other
 * panes without the focus, then the status line, then the filter line. Below 40x10 one line says that it is too small.
 */
import type { PaneName } from '../state.js';

export interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Layout {
  tooSmall: boolean;
  filter: Place | null;
  /** The worst incidents, above the list. */
  strip: Place | null;
  list: Place | null;
  flow: Place | null;
  message: Place | null;
  /** A dialog: between the panes and the status line, or in place of the panes. */
  dialog: Place | null;
  status: Place | null;
  footer: Place;
}

export interface LayoutAsk {
  columns: number;
  rows: number;
  focus: PaneName;
  zoom: boolean;
  /** Lines the dialog would like; Infinity for the whole body, 0 if none is open. */
  dialogLines: number;
  /** Percent added to the message pane's share. */
  messageShare: number;
  /** Lines of the strip above the list; none where nothing is wrong. */
  stripLines: number;
  /** Lines of the status line: more than one where a sentence for the user is long. */
  statusLines: number;
}

/** From this width on flow and message stand side by side. */
export const SIDE_BY_SIDE = 110;
/** Lines of the filter pane with the focus: the text, where it is wrong, completions. */
const FILTER_LINES = 3;
const SMALLEST = { columns: 40, rows: 10 };
const FULL = { columns: 80, rows: 24 };

/** Places for all parts; see the top of this file. */
export function layoutOf(ask: LayoutAsk): Layout {
  const { columns, rows } = ask;
  const line = (top: number, height = 1): Place => ({ left: 0, top, width: columns, height });
  const none = { filter: null, strip: null, list: null, flow: null, message: null, dialog: null, status: null };
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) return { tooSmall: true, ...none, footer: line(0) };

  const footer = line(rows - 1);
  const status = rows >= 12 ? line(rows - 1 - ask.statusLines, ask.statusLines) : null;
  const filterLines = ask.focus === 'filter' ? FILTER_LINES : rows >= 14 ? 1 : 0;
  const filter = filterLines > 0 ? line(0, filterLines) : null;
  const bottom = status ? status.top : rows - 1;
  const whole = line(filterLines, bottom - filterLines);
  if (ask.dialogLines === Number.POSITIVE_INFINITY) {
    return { tooSmall: false, ...none, filter, dialog: whole, status, footer };
  }
  // A dialog leaves at least half of the body to the panes, so that one sees what it is about.
  const dialogLines = Math.min(ask.dialogLines, Math.floor(whole.height / 2));
  const body = { ...whole, height: whole.height - dialogLines };
  const dialog = dialogLines > 0 ? line(bottom - dialogLines, dialogLines) : null;
  return { tooSmall: false, filter, dialog, status, footer, ...belowStrip(body, ask) };
}

/** The panes, with the strip above them where the list is among them. */
function belowStrip(body: Place, ask: LayoutAsk): Panes & Pick<Layout, 'strip'> {
  // The list keeps most of the room.
  const height = Math.min(ask.stripLines, body.height >> 2);
  const panes = panesIn(body, ask);
  if (height === 0 || !panes.list) return { ...panes, strip: null };
  const below = { ...body, top: body.top + height, height: body.height - height };
  return { ...panesIn(below, ask), strip: { ...body, height } };
}

type Panes = Pick<Layout, 'list' | 'flow' | 'message'>;

function panesIn(body: Place, ask: LayoutAsk): Panes {
  const main = ask.focus === 'filter' ? 'list' : ask.focus;
  const alone = { list: null, flow: null, message: null, [main]: body };
  if (ask.zoom || ask.columns < FULL.columns || ask.rows < FULL.rows) return alone;
  return ask.columns >= SIDE_BY_SIDE ? wide(body, ask) : narrow(body, main);
}

/** List above, flow and message side by side below it. */
function wide(body: Place, ask: LayoutAsk): Panes {
  const [list, below] = split(body, ask.focus === 'flow' || ask.focus === 'message' ? 0.34 : 0.46);
  // A ladder of two lanes wants 60 cells, a message 80; beyond that they share.
  const share = Math.min(0.8, Math.max(0.2, 0.48 + ask.messageShare / 100));
  const messageWidth = Math.round(below.width * share);
  return {
    list,
    flow: { ...below, width: below.width - messageWidth - 1 },
    message: { ...below, left: below.left + below.width - messageWidth, width: messageWidth },
  };
}

/** Two panes one above the other: the one with the focus and the next deeper, or the one it was reached from. */
function narrow(body: Place, main: 'list' | 'flow' | 'message'): Panes {
  const [upper, lower] = split(body, main === 'message' ? 0.4 : 0.56);
  return main === 'list' ? { list: upper, flow: lower, message: null } : { list: null, flow: upper, message: lower };
}

function split(place: Place, share: number): [Place, Place] {
  const height = Math.round(place.height * share);
  return [
    { ...place, height },
    { ...place, top: place.top + height, height: place.height - height },
  ];
}

/** Rows of conversations that fit in the list: all but its title and its column heads. */
export function listRows(layout: Layout): number {
  return layout.list ? Math.max(1, layout.list.height - 2) : 1;
}

/** Lines inside a pane with a title line; at least one. */
export function innerLines(place: Place | null): number {
  return place ? Math.max(1, place.height - 1) : 1;
}

/** Whether a cell of the screen is inside a place. */
export function holds(place: Place | null, column: number, row: number): boolean {
  if (!place) return false;
  return (
    row >= place.top && row < place.top + place.height && column >= place.left && column < place.left + place.width
  );
}
