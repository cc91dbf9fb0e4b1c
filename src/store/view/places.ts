/**
 * Where the panes lie for a state, and which part of a ladder is in view. The painted screen, a click and a page key all go by
 * these, so they cannot disagree.
 */
import { scrollToCursor } from '../../flow/ladder-cursor.js';
import { ladderCursor } from './ladder-of.js';
import { arrowOf } from '../../flow/fold.js';
import type { Ladder } from '../../flow/ladder.js';
import { headHeight } from '../../flow/ladder-lines.js';
import type { Dialog } from '../dialog.js';
import type { State } from '../state.js';
import { type Layout, layoutOf, type Place } from './layout.js';
import { noticeLines } from './notice-lines.js';
import { stripIncidents } from './strip.js';

/** Lines a dialog would like to have. */
function dialogLines(dialog: Dialog | null): number {
  switch (dialog?.kind) {
    case undefined:
      return 0;
    case 'command':
      return 9;
    case 'find':
      return 0;
    case 'confirm':
    case 'leave':
      return 4;
    case 'save':
      return 8;
    case 'remarks':
      return 20;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** Where everything is, for this state. */
export function placesOf(state: State): Layout {
  return layoutOf({
    columns: state.columns,
    rows: state.rows,
    focus: state.view.focus,
    zoom: state.view.zoom,
    dialogLines: dialogLines(state.dialog),
    messageShare: state.view.messageShare,
    stripLines: stripIncidents(state).length,
    statusLines: Math.max(1, noticeLines(state).length),
  });
}

/** Lines of a flow pane for its ladder: without title and lane names. */
export function ladderRoom(place: Place, ladder: Ladder): number {
  const inner = place.height - 1;
  const head = headHeight(ladder);
  return inner > head + 2 ? inner - head : inner;
}

/** The ladder's line shown first. */
export function flowFirstLine({ flow }: State, ladder: Ladder, room: number): number {
  const { first } = flow.window.value;
  const top = arrowOf(ladder.arrows, Math.max(0, flow.top - first));
  return scrollToCursor(ladder, ladderCursor(flow), top, room);
}
