/**
 * The list pane: column heads and the rows in view.
 *
 *      Time          Method  From     To       State      Status
 *  › ✓ 16:41:37.979  INVITE  4151502  5660066  completed  200 OK
 *    ✗ 16:42:01.120  INVITE  4151502  5660000  rejected   403 Forbidden
 *
 * Each row starts with the cursor, the mark and a symbol for the outcome.
 */
import type { Progress } from '../engine/protocol/progress.js';
import type { ConversationRow, ListRow } from '../engine/protocol/rows.js';
import { type Colouring, conversationRole, methodRole } from '../flow/arrow-colour.js';
import { type ColumnPlace, columnPlaces, rowHead, TREE } from '../store/list/column-places.js';
import { cellContext } from '../store/list/column-fit.js';
import type { CellContext } from '../store/list/columns.js';
import { counted, plural } from '../format/counts.js';
import type { Place } from '../store/view/layout.js';
import { capturingSources } from '../store/view/live-sources.js';
import { verdictRole } from '../store/list/row-verdict.js';
import { lookOf } from '../store/list/state-look.js';
import { isRowMarked } from '../store/view/current.js';
import type { State } from '../store/state.js';
import type { Glyphs } from '../terminal/capabilities.js';
import { type Line, line, padLine, type Role, sliceLine, type Span } from '../terminal/line.js';
import { cut, pad, safe } from '../terminal/text.js';
import { sourceName } from './live-spans.js';
import type { Look } from './look.js';

/** The widest sideways scroll, in cells. */
function widestLeft(places: readonly ColumnPlace[], room: number): number {
  const last = places.at(-1);
  return Math.max(0, (last ? last.start + last.width : 0) - room);
}

/** A column with fewer visible cells is left out at the edge. */
const MIN_SEEN = 4;

/** A column in view, cut at the right edge so that its text ends in an ellipsis; nothing if it is out of view. */
function inView(place: ColumnPlace, left: number, right: number): ColumnPlace[] {
  const width = Math.min(place.width, right - place.start);
  if (place.start + place.width <= left || width < Math.min(place.width, MIN_SEEN)) return [];
  return [{ ...place, width }];
}

/** Cuts off the cells before `left`. */
function scrolled(cells: readonly Span[], places: readonly ColumnPlace[], left: number): Line {
  const [first] = places;
  return first ? sliceLine(cells, Math.max(0, left - first.start), Number.MAX_SAFE_INTEGER) : cells;
}

/** `place` excludes the title line. */
export function listLines(state: State, place: Place, focused: boolean, look: Look): Line[] {
  const { list } = state;
  const room = place.width - rowHead(state) - 1;
  const all = columnPlaces(state);
  const left = Math.min(list.left, widestLeft(all, room));
  const places = all.flatMap(column => inView(column, left, left + room));
  const chosen = focused ? list.column : null;
  const lines: Line[] = [headLine(state, places, left, chosen, look)];
  const context = cellContext(state);
  for (let at = list.top; lines.length < place.height && at < list.window.value.total; at++) {
    const row = list.window.value.rows[at - list.window.value.first];
    if (!row) {
      lines.push(line(`     ${look.glyphs.ellipsis}`, 'faint'));
      continue;
    }
    const current = at === list.cursor;
    const drawn = rowLine(state, row, places, left, context, look, current, current ? chosen : null);
    lines.push(current && focused ? inverted(padLine(drawn, place.width)) : drawn);
  }
  if (list.window.value.total === 0) lines.push([], ...emptyLines(state, place.width, look));
  return lines;
}

function headLine(state: State, places: readonly ColumnPlace[], left: number, chosen: string | null, look: Look): Line {
  const { key, descending } = state.sort;
  const arrow = descending ? look.glyphs.arrowDown : look.glyphs.arrowUp;
  const cells = places.flatMap(({ column, width }): Span[] => {
    const isSorted = column.sort === key;
    const title = isSorted ? `${column.title}${arrow}` : column.title;
    return [
      {
        text: pad(title, width, column.align, look.glyphs.ellipsis),
        role: isSorted ? 'focus' : 'strong',
        inverse: column.id === chosen,
      },
      { text: '  ', role: 'plain' },
    ];
  });
  return withoutTail([{ text: ' '.repeat(rowHead(state)), role: 'plain' }, ...scrolled(cells, places, left)]);
}

/** Columns in the colour of the outcome, when colours show the status. */
const COLOURED = new Set(['state', 'status', 'outcome']);

function rowLine(
  state: State,
  row: ListRow,
  places: readonly ColumnPlace[],
  left: number,
  context: CellContext,
  { glyphs, ascii }: Look,
  current: boolean,
  chosen: string | null,
): Line {
  const { role, symbol } = lookOf(row.state, glyphs);
  const marked = isRowMarked(state.list.marks, row);
  const whole = wholeRole(state.preferences.colour, row);
  const cells = places.flatMap(({ column, width }): Span[] => {
    const text = pad(safe(column.cell(row, context), ascii), width, column.align, glyphs.ellipsis);
    const said = column.id === 'outcome' ? verdictRole(row) : null;
    const own: Role = whole ?? said ?? (COLOURED.has(column.id) ? role : marked ? 'mark' : 'plain');
    return [
      { text, role: own, inverse: column.id === chosen },
      { text: '  ', role: 'plain' },
    ];
  });
  const head: Span[] = [
    { text: current ? glyphs.pointer : ' ', role: 'focus' },
    { text: marked ? glyphs.marked : ' ', role: 'mark' },
    treeOf(state, row, glyphs),
    { text: symbol, role },
    { text: ' ', role: 'plain' },
  ];
  return withoutTail([...head, ...scrolled(cells, places, left)]);
}

/** Whether a row has legs below it, or is one: in the colour and with the number it has in the flow. */
function treeOf(state: State, { legs, leg, unfolded }: ListRow, glyphs: Glyphs): Span {
  if (state.progress?.calls == null) return { text: ' ', role: 'plain' };
  if (leg > 0) return { text: pad(`${glyphs.bottomLeft}${leg}`, TREE), role: conversationRole(leg - 1) };
  const sign = legs.length < 2 ? '' : unfolded ? '-' : '+';
  return { text: pad(` ${sign}`, TREE), role: 'key' };
}

/** The colour of a whole row, when colours show methods or conversations. */
function wholeRole(colouring: Colouring, row: ConversationRow): Role | null {
  if (colouring === 'status') return null;
  return colouring === 'method' ? methodRole(row.method) : conversationRole(row.index);
}

/** Trailing spaces show nothing; dropping them keeps the painted row short. */
function withoutTail(spans: Span[]): Span[] {
  const last = spans.at(-1);
  if (!last || last.inverse) return spans;
  const text = last.text.trimEnd();
  if (text === last.text) return spans;
  return text === '' ? withoutTail(spans.slice(0, -1)) : [...spans.slice(0, -1), { ...last, text }];
}

/** Inverts the row under the cursor; its chosen cell is then not inverted and so stands out. */
function inverted(spans: Line): Line {
  return spans.map(span => ({ ...span, inverse: !span.inverse }));
}

/** Why the list is empty, and what to do about it. */
function emptyLines(state: State, width: number, { ascii }: Look): Line[] {
  const { progress, result } = state;
  const say = (text: string): Line => line(cut(`     ${text}`, width));
  if (!progress || progress.sources.length === 0) return [say('No capture is open. ":open" or Ctrl-O chooses one.')];
  if (progress.whyEmpty) return [say(progress.whyEmpty)];
  if (result.value.query !== '' && progress.conversations > 0) {
    const known = plural(progress.conversations, 'conversation');
    if (progress.searched < 1) return [say(`Searching ${known}.`)];
    return [say(`None of ${known} matches; / changes the filter.`)];
  }
  if (progress.loading) return [say('Reading; nothing was found yet.')];
  const names = [...new Set(capturingSources(progress).map(({ name }) => sourceName(name, ascii)))];
  if (names.length > 0) return [say(`Watching ${names.join(', ')}: no SIP so far. i says what came.`)];
  return [say('There is no SIP in this capture. i says what there is.')];
}

/** "45 of 60,000 match, searching 40 %" or "1,083". */
export function countText(state: State): string {
  const { progress, result, list } = state;
  const all = (progress?.conversations ?? 0) - (progress?.hidden ?? 0);
  if (progress?.calls != null) return callsText(progress, progress.calls, result.value.query !== '');
  if (result.value.query === '') return counted(Math.max(all, list.window.value.total));
  const searching = progress ? searchingText(progress) : '';
  const match = progress?.fuzzy && list.window.value.total > 0 ? 'nearly match, none exactly' : 'match';
  return `${counted(list.window.value.total)} of ${counted(all)} ${match}${searching}`;
}

function searchingText({ searched }: Progress): string {
  return searched < 1 ? `, searching ${Math.floor(searched * 100)} %` : '';
}

/** "12 calls (20 conversations)", "3 of 12 calls match". How many calls were put aside is not known. */
function callsText(progress: Progress, calls: number, isFiltered: boolean): string {
  const { matched, conversations, hidden } = progress;
  if (!isFiltered)
    return hidden > 0 ? plural(matched, 'call') : `${plural(calls, 'call')} (${plural(conversations, 'conversation')})`;
  const found = hidden > 0 ? plural(matched, 'call') : `${counted(matched)} of ${plural(calls, 'call')}`;
  return `${found} ${progress.fuzzy && matched > 0 ? 'nearly match, none exactly' : 'match'}${searchingText(progress)}`;
}
