/**
 * The label of an arrow: method or status first, then whatever else fits. The text is safe and no wider than the
 * room.
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import { eventLabel, isSent } from '../format/event-text.js';
import type { Role, Span } from '../terminal/line.js';
import { cut, safe, width } from '../terminal/text.js';
import { duration } from '../format/durations.js';
import type { EventArrow } from './event-arrows.js';
import type { Arrow } from './fold.js';
import type { LadderGlyphs } from './glyphs.js';
import type { Ladder } from './ladder.js';
import { aliasOf, type LaneOptions } from './lanes.js';

/** Method, or status and reason phrase. An INVITE with a To tag changes a call that exists (RFC 3261 section 14). */
export function messageName(row: MessageRow): string {
  if (row.method !== null) return row.method === 'INVITE' && row.toTag !== 0 ? 're-INVITE' : row.method;
  if (row.status === null) return 'unreadable';
  return row.reason === null || row.reason === '' ? `${row.status}` : `${row.status} ${row.reason}`;
}

/** A note beside the name, most important first. `short` is drawn if the whole does not fit. */
interface Remark {
  text: string;
  short: string;
  role: Role;
  /** More important than the end of a reason phrase. */
  vital?: true;
}

/** The label in at most `room` cells; empty if not even a status code fits. */
export function arrowLabel(
  arrow: Arrow,
  room: number,
  role: Role,
  ladder: Pick<Ladder, 'nameMethods' | 'turns'>,
  { glyphs, ascii }: { glyphs: LadderGlyphs; ascii: boolean },
): Span[] {
  const name = safe(messageName(arrow.row), ascii);
  if (room < 3) return [];
  const remarks: Span[] = [];
  let taken = 0;
  for (const { text, short, role: remarkRole, vital } of remarksOf(arrow, ladder, glyphs, ascii)) {
    const left = room - taken - Math.min(width(name), vital ? 6 : Math.max(room >> 1, 11));
    const fitting = width(text) < left ? text : short;
    if (fitting === '' || width(fitting) >= left) continue;
    remarks.push({ text: ` ${fitting}`, role: remarkRole });
    taken += width(fitting) + 1;
  }
  return [{ text: cut(name, room - taken, glyphs.cut), role }, ...remarks];
}

function remarksOf(
  arrow: Arrow,
  { nameMethods, turns }: Pick<Ladder, 'nameMethods' | 'turns'>,
  glyphs: LadderGlyphs,
  ascii: boolean,
): Remark[] {
  const { row, times, copies } = arrow;
  const remarks: Remark[] = [];
  if (times > 1) remarks.push({ text: `${glyphs.times}${times}`, short: '', role: 'warning', vital: true });
  if (row.malformed) remarks.push({ text: 'malformed', short: '!', role: 'error', vital: true });
  if (row.truncated) remarks.push({ text: 'cut short', short: '!', role: 'error', vital: true });
  if (row.sdp) remarks.push({ text: 'SDP', short: '', role: 'media' });
  const turned = turns.get(row.id);
  if (turned !== undefined) remarks.push({ text: `from leg ${turned}`, short: '', role: 'faint' });
  const by = row.seenBy === null ? '' : `by ${safe(row.seenBy, ascii)}`;
  if (arrow.repeat) {
    const text = row.copy ? 'seen again' : 'again';
    remarks.push({ text: `${text} ${by}`.trimEnd(), short: row.copy ? by : '', role: 'faint' });
  } else if (copies === 0 && by !== '') remarks.push({ text: by, short: '', role: 'faint' });
  if (copies > 0) {
    const all = arrow.seenBy.length > 1 ? `: ${safe(arrow.seenBy.join(', '), ascii)}` : '';
    const twice = copies === times;
    const text = twice ? 'seen twice' : `${copies} seen again`;
    remarks.push({ text: `${text}${all}`, short: all !== '' ? text : twice ? 'twice' : `+${copies}`, role: 'faint' });
  }
  if (nameMethods && row.method === null && row.cseqMethod !== null && row.cseqMethod !== 'INVITE') {
    remarks.push({ text: `(${safe(row.cseqMethod, ascii)})`, short: '', role: 'faint' });
  }
  const over = times > 1 ? duration((arrow.lastUs - row.timeUs) / 1000) : '';
  if (over !== '') remarks.push({ text: `over ${over}`, short: '', role: 'faint' });
  return remarks;
}

/** The label of an event in at most `room` cells; with `aliases` it names the sender, for one without a lane. */
export function eventArrowLabel(
  { event, times, lastUs }: EventArrow,
  room: number,
  role: Role,
  aliases: LaneOptions['aliases'] | null,
  { glyphs, ascii }: { glyphs: LadderGlyphs; ascii: boolean },
): Span[] {
  if (room < 3) return [];
  const from =
    aliases === null || event.src === null || !isSent(event.kind) ? '' : ` from ${aliasOf(event.src, aliases)}`;
  const repeats = times > 1 ? ` ${glyphs.times}${times}` : '';
  const span = times > 1 ? duration((lastUs - event.timeUs) / 1000) : '';
  const over = span === '' ? '' : ` over ${span}`;
  const label = safe(`${eventLabel(event)}${repeats}${from}${over}`, ascii);
  return [{ text: cut(label, room, glyphs.cut), role }];
}
