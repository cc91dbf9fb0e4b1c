/**
 * The sheet of a call: its legs, why they are one call, what was changed between them, and whose time it took. A line may open a message: the first one of a leg, or one that is evidence.
 */
import type { CallRow, ConversationRow, LegChanges, LinkRow } from '../../../engine/protocol/rows.js';
import { conversationRole } from '../../../flow/arrow-colour.js';
import { shortAddress } from '../../../format/addresses.js';
import { plural } from '../../../format/counts.js';
import { duration } from '../../../format/durations.js';
import type { MessageId, RowId } from '../../../model/ids.js';
import { type Line, line, type Span } from '../../../terminal/line.js';
import { pad, safe, wrap } from '../../../terminal/text.js';
import { isCurrent } from '../../answered.js';
import { aliasOf } from '../../settings/preferences.js';
import type { State } from '../../state.js';
import { callAtHand } from '../current.js';
import { sharesOf } from '../legs.js';
import { plain, type SheetLine, sheetWidth, title } from './sheet.js';

/** The message of a leg that Enter opens, null for its first. */
export type CallLine = SheetLine<{ leg: RowId; message: MessageId | null }>;

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
  return [
    ...legLines(state, call),
    plain([]),
    ...linkLines(state, call, number),
    ...changeLines(state, number),
    ...shareLines(state, call, 'ringMs', 'until it rang'),
    ...shareLines(state, call, 'setupMs', 'until the answer'),
  ];
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

/** Cells before what belongs to the line above. */
const INDENT = '     ';

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
    { text: link.reason === 'by-hand' ? '' : `${link.certainty}, ${link.points} points`, role: 'strong' },
  ];
  const because = safe(link.because, ascii);
  const room = Math.max(1, sheetWidth(state) - INDENT.length);
  const why = wrap(because, room).map(({ start, end }) => plain(line(`${INDENT}${because.slice(start, end)}`)));
  const evidence = link.evidence.map(({ conversation, message, number: at, header, value, shows }): CallLine => {
    const named: Span[] = header === null ? [] : [{ text: `${safe(header, ascii)}: `, role: 'name' }];
    const valued: Span[] = value === null ? [] : [{ text: `${safe(value, ascii)}  `, role: 'plain' }];
    return {
      text: [
        { text: INDENT, role: 'plain' },
        numbered(number.get(conversation) ?? 0),
        { text: at === null ? '' : `message ${at + 1}  `, role: 'faint' },
        ...named,
        ...valued,
        { text: safe(shows, ascii), role: 'faint' },
      ],
      opens: at === null ? null : { leg: conversation, message },
    };
  });
  return [plain(head), ...why, ...evidence];
}

/** Cells of the names of what was changed. */
const WHAT = 22;

function changeLines(state: State, number: ReadonlyMap<RowId, number>): CallLine[] {
  const { changes } = state.flow;
  if (!isCurrent(changes) || changes.value.length === 0) return [];
  return [
    plain([]),
    title('What was changed between them'),
    ...changes.value.flatMap(each => oneTurn(state, each, number)),
  ];
}

/** A table of what one host changed; its head opens the request that it sent. */
function oneTurn(state: State, { a, b, after, changes }: LegChanges, number: ReadonlyMap<RowId, number>): CallLine[] {
  const { ascii } = state;
  const room = Math.max(8, Math.floor((sheetWidth(state) - WHAT - 8) / 2));
  const cell = (value: string | null) =>
    pad(value === null ? NONE : safe(value, ascii), room, 'left', ascii ? '~' : '…');
  const head: Line = [
    { text: ' ', role: 'plain' },
    numbered(number.get(a) ?? 0),
    { text: 'to', role: 'plain' },
    numbered(number.get(b) ?? 0),
    { text: changes.length === 0 ? 'nothing but what each leg has of its own' : '', role: 'faint' },
  ];
  const rows = changes.map(({ what, before, after: is }) =>
    plain([
      { text: `     ${pad(safe(what, ascii), WHAT, 'left', ascii ? '~' : '…')} `, role: 'name' },
      { text: `${cell(before)} `, role: before === null ? 'faint' : 'plain' },
      { text: cell(is).trimEnd(), role: is === null ? 'warning' : before === null ? 'success' : 'strong' },
    ]),
  );
  return [{ text: head, opens: { leg: b, message: after } }, ...rows];
}

const NONE = '(none)';

/** Whose part of the time it was. */
function shareLines(state: State, call: CallRow, until: 'ringMs' | 'setupMs', name: string): CallLine[] {
  const shares = sharesOf(call, until);
  if (shares.length < 2) return [];
  const rows = shares.map(({ leg, last, ms, part }, at) => {
    const host = safe(shortAddress(aliasOf(state.preferences, leg.dst ?? '?')), state.ascii);
    return plain([
      { text: '   ', role: 'plain' },
      numbered(call.legs.indexOf(leg) + 1),
      { text: pad(`${host}${last && at > 0 ? ' and beyond' : ''}`, WHAT + 8), role: 'plain' },
      { text: duration(ms).padStart(8), role: 'number' },
      { text: `${Math.round(part * 100)} %`.padStart(7), role: 'faint' },
    ]);
  });
  return [plain([]), title(`Share of each host in the ${duration(call.legs[0]?.[until] ?? 0)} ${name}`), ...rows];
}
