/**
 * The sheet of a call: its legs, and why they are one call. A line may open a message: the first one of a leg, or one that is evidence.
 */
import type { CallRow, ConversationRow, LinkRow } from '../../engine/protocol/rows.js';
import { conversationRole } from '../../flow/arrow-colour.js';
import { shortAddress } from '../../format/addresses.js';
import { plural } from '../../format/counts.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { type Line, line, type Span } from '../../terminal/line.js';
import { safe } from '../../terminal/text.js';
import { isCurrent } from '../answered.js';
import { aliasOf } from '../settings/preferences.js';
import type { State } from '../state.js';
import { callAtHand } from './current.js';

export interface CallLine {
  /** Safe for a terminal. */
  text: Line;
  /** The message of a leg that Enter opens, null for its first; null where it opens none. */
  opens: { leg: RowId; message: MessageId | null } | null;
}

/** All lines of the sheet; one sentence where there is no call. */
export function callSheet(state: State): CallLine[] {
  const call = callAtHand(state);
  if (call === null) {
    const why = isCurrent(state.flow.call)
      ? 'Several conversations are open that are no call together; J joins marked ones.'
      : 'Looking for its legs.';
    return [plain(line(` ${why}`))];
  }
  const number = new Map(call.legs.map(({ index }, at) => [index, at + 1]));
  return [...legLines(state, call), plain([]), ...linkLines(state, call, number)];
}

function plain(text: Line): CallLine {
  return { text, opens: null };
}

function title(text: string): CallLine {
  return plain(line(` ${text}`, 'title'));
}

function numbered(at: number): Span {
  return { text: ` ${at} `, role: conversationRole(at - 1) };
}

function legLines(state: State, { legs, evicted }: CallRow): CallLine[] {
  const gone = evicted > 0 ? [plain(line(`   ${plural(evicted, 'leg')} let go (--keep)`, 'warning'))] : [];
  return [title('Legs'), ...legs.flatMap((leg, at) => legLine(state, leg, at + 1)), ...gone];
}

function legLine(state: State, leg: ConversationRow, number: number): CallLine[] {
  const { ascii, preferences } = state;
  const host = (address: string | null) =>
    address === null ? '?' : safe(shortAddress(aliasOf(preferences, address)), ascii);
  const who = [leg.from ?? '?', leg.to ?? '?'].map(part => safe(part, ascii)).join(' to ');
  return [
    {
      text: [
        { text: ' ', role: 'plain' },
        numbered(number),
        { text: `${host(leg.src)} to ${host(leg.dst)}  `, role: 'plain' },
        { text: `${who}  `, role: 'number' },
        { text: safe(leg.outcome, ascii), role: 'strong' },
      ],
      opens: { leg: leg.index, message: null },
    },
    plain(line(`     ${safe(leg.callId ?? 'no Call-ID', ascii)}`, 'faint')),
  ];
}

function linkLines(state: State, { links, legs }: CallRow, number: ReadonlyMap<RowId, number>): CallLine[] {
  if (legs.length < 2) return [plain(line(' It is a call of its own: nothing joins another conversation to it.'))];
  return [title('Why they are one call'), ...links.flatMap(link => oneLink(state, link, number))];
}

function oneLink(state: State, link: LinkRow, number: ReadonlyMap<RowId, number>): CallLine[] {
  const { ascii } = state;
  const head: Line = [
    { text: ' ', role: 'plain' },
    numbered(number.get(link.a) ?? 0),
    { text: 'and', role: 'plain' },
    numbered(number.get(link.b) ?? 0),
    { text: `${safe(link.because, ascii)}  `, role: 'plain' },
    { text: link.reason === 'by-hand' ? '' : `${link.certainty}, ${link.points} points`, role: 'faint' },
  ];
  const evidence = link.evidence.map(({ conversation, message, number: at, header, value, shows }): CallLine => {
    const named: Span[] = header === null ? [] : [{ text: `${safe(header, ascii)}: `, role: 'name' }];
    const valued: Span[] = value === null ? [] : [{ text: `${safe(value, ascii)}  `, role: 'plain' }];
    return {
      text: [
        { text: '    ', role: 'plain' },
        numbered(number.get(conversation) ?? 0),
        { text: `message ${at + 1}  `, role: 'faint' },
        ...named,
        ...valued,
        { text: safe(shows, ascii), role: 'faint' },
      ],
      opens: { leg: conversation, message },
    };
  });
  return [plain(head), ...evidence];
}

/** The lines in view and the first of them: around the cursor. */
export function callSheetWindow(
  lines: readonly CallLine[],
  cursor: number,
  room: number,
): { first: number; shown: readonly CallLine[] } {
  const first = Math.max(0, Math.min(cursor - (room >> 1), lines.length - room));
  return { first, shown: lines.slice(first, first + room) };
}

/** The line so many lines with a message away; beyond the last of them one line on, so that the rest comes into view. */
export function stepInSheet(lines: readonly CallLine[], from: number, places: number): number {
  const step = Math.sign(places);
  let at = from;
  for (let left = Math.abs(places); left > 0; left--) {
    let next = at + step;
    while (next >= 0 && next < lines.length && lines[next]!.opens === null) next += step;
    if (next < 0 || next >= lines.length) return Math.max(0, Math.min(lines.length - 1, at + step));
    at = next;
  }
  return at;
}
