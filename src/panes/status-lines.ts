/**
 * The bottom lines: the status line (sources, progress, sort order, losses) or a sentence for the user, and the footer
 * (keys of the focused part, position).
 */
import type { Progress } from '../engine/protocol/progress.js';
import { columnOf } from '../store/list/columns.js';
import { counted, plural } from '../format/counts.js';
import { COMMANDS } from '../store/commands/table.js';
import { type Binding, type Mode, modeOf, modesFrom } from '../store/input/keymap.js';
import { follows } from '../store/list/list-window.js';
import { noticeLines } from '../store/view/notice-lines.js';
import { openHits, openLines } from '../store/view/open-message.js';
import type { State } from '../store/state.js';
import { currentMessage } from '../store/view/current.js';
import { type Line, line, type Role, type Span, widthOf } from '../terminal/line.js';
import { cut, safe } from '../terminal/text.js';
import { duration } from '../format/durations.js';
import { keyLabel } from './key-label.js';
import { countText } from './list-lines.js';
import { liveSpans, sourceName } from './live-spans.js';
import type { Look } from './look.js';
import { spread } from './title-line.js';

const KINDS: Record<'info' | 'warning' | 'error', Role> = { info: 'strong', warning: 'warning', error: 'error' };

/** The status line. A sentence for the user takes its place until the next key, on several lines if it is long. */
export function statusLines(state: State, width: number, look: Look): Line[] {
  const notice = noticeLines(state);
  const role = state.failure ? 'error' : KINDS[state.notice?.kind ?? 'info'];
  if (notice.length > 0) return notice.map(text => line(cut(` ${text}`, width, look.glyphs.ellipsis), role));
  return [statusLine(state, width, look)];
}

function statusLine(state: State, width: number, look: Look): Line {
  const sides = rightTexts(state, look).map((text): Span[] => [{ text: `${text} `, role: 'faint' }]);
  const least = sourceSpans(state, look, 0);
  // On a narrow screen the capture's figures have precedence over the sort order.
  const right = sides.find(side => widthOf(least) + widthOf(side) < width) ?? sides[sides.length - 1]!;
  return spread(sourceSpans(state, look, width - widthOf(right) - 1), right, width);
}

function sourceSpans(state: State, look: Look, room: number): Span[] {
  const progress = state.newest;
  if (!progress) return [{ text: ' no capture', role: 'faint' }];
  const name: Span[] = [{ text: ` ${sourceNames(progress, look)}`, role: 'name' }];
  const wrong = state.troubles.filter(({ kind }) => kind === 'error').length;
  if (wrong > 0) name.push({ text: `  ${plural(wrong, 'trouble')}`, role: 'error' });
  const rest: Span[] = lossTexts(progress).map(text => ({ text: `  ${text}`, role: 'warning' }));
  const finding = findingText(state);
  if (finding !== '') rest.push({ text: `  ${safe(finding, look.ascii)}`, role: 'strong' });
  if (progress.background) rest.push({ text: `  ${safe(progress.background, look.ascii)}`, role: 'strong' });
  return [...name, ...countSpans(progress, room - widthOf([...name, ...rest]), look), ...rest];
}

function countSpans(progress: Progress, room: number, look: Look): Span[] {
  if (progress.loading) {
    const loading: Span = { text: `  ${loadingText(progress, look)}`, role: 'strong' };
    // Capture continues while a file is read beside it.
    return progress.live ? [loading, ...liveSpans(progress.live, progress, 0)] : [loading];
  }
  if (progress.live) return liveSpans(progress.live, progress, room);
  return [{ text: `  ${plural(progress.messages, 'message')}`, role: 'faint' }];
}

/** The search in all messages and its progress: "\"sendonly\" in 12 messages, searched 40 %". */
function findingText({ search, newest: progress }: State): string {
  if (!search || !progress?.finding) return '';
  const { found, searched } = progress.finding;
  const far = searched < 1 ? `, searched ${Math.floor(searched * 100)} %` : '';
  const place = search.hit ? `, this is ${counted(search.hit.number + 1)}` : '';
  return `"${search.text}" in ${plural(found, 'message')}${place}${far}`;
}

function sourceNames({ sources }: Progress, { ascii }: Look): string {
  // The same interface captured twice is two sources of one name.
  const [first, ...others] = new Set(sources.map(({ name }) => name));
  if (first === undefined) return 'no capture';
  const name = sourceName(first, ascii);
  return others.length > 0 ? `${name} and ${others.length} more` : name;
}

const BAR = 8;

/** "████░░░░ 45 % 82 MB/s 2.0 s left" */
function loadingText({ share, bytesPerSecond, remainingMs }: Progress, { glyphs }: Look): string {
  const full = Math.round((share ?? 0) * BAR);
  const parts = [
    share === null
      ? 'reading'
      : `${glyphs.full.repeat(full)}${glyphs.empty.repeat(BAR - full)} ${Math.floor(share * 100)} %`,
    bytesPerSecond === null ? '' : `${(bytesPerSecond / 1e6).toFixed(bytesPerSecond < 1e7 ? 1 : 0)} MB/s`,
    remainingMs === null ? '' : `${duration(Math.max(0, remainingMs))} left`,
  ];
  return parts.filter(part => part !== '').join('  ');
}

/** What was not read, in a few words; `i` shows why. */
function lossTexts({ sources, undecodable }: Progress): string[] {
  const damage = sources.reduce((sum, source) => sum + source.damage.length + source.damageNotKept, 0);
  return [
    damage > 0 ? `damaged in ${plural(damage, 'place')}` : '',
    undecodable > 0 ? `${counted(undecodable)} undecodable` : '',
  ].filter(text => text !== '');
}

/** Texts for the right side, from the longest to the shortest. */
function rightTexts(state: State, { glyphs }: Look): string[] {
  const { sort, list, view, progress, newest } = state;
  const column = list.columns.map(({ id }) => columnOf(id)).find(known => known?.sort === sort.key);
  const name =
    sort.key === 'index' ? 'order of arrival' : (column?.title ?? sort.key.replace(/^header:/, '')).toLowerCase();
  const hidden = progress?.hidden ?? 0;
  const parts = [
    view.paused ? `paused, ${counted((newest?.messages ?? 0) - (progress?.messages ?? 0))} new` : '',
    list.marks.size > 0 ? `${counted(list.marks.size)} marked` : '',
    hidden > 0 ? `${counted(hidden)} put aside` : '',
    follows(state) ? 'following' : '',
    `by ${name} ${sort.descending ? glyphs.arrowDown : glyphs.arrowUp}`,
  ].filter(part => part !== '');
  return parts.map((_, left) => parts.slice(0, parts.length - left).join('  ')).concat(view.paused ? [] : ['']);
}

/** The keys of the focused part, and the cursor's position at the right. */
export function footerLine(state: State, keymap: readonly Binding[], width: number): Line {
  const right: Line = [{ text: `${positionText(state)} `, role: 'strong' }];
  const hints = footerHints(keymap, modeOf(state));
  const spans: Span[] = [];
  let room = width - widthOf(right) - 1;
  for (const { key, title } of hints) {
    room -= key.length + title.length + 3;
    if (room < 0) break;
    spans.push({ text: ` ${key}`, role: 'key' }, { text: ` ${title} `, role: 'plain' });
  }
  return spread(spans, right, width);
}

/** The keys the footer shows in a mode: its own and those of the panes, most useful first. */
function footerHints(keymap: readonly Binding[], mode: Mode): { key: string; title: string }[] {
  const modes = modesFrom(mode);
  return keymap
    .filter(binding => binding.footer !== undefined && modes.includes(binding.mode) && binding.keys.length > 0)
    .sort((a, b) => (a.footer ?? 0) - (b.footer ?? 0))
    .map(({ keys, command }) => ({ key: keyLabel(keys[0]!), title: COMMANDS[command]?.title ?? command }));
}

/** "row 12 of 1,083", "row 12, 45 of 60,000 match", "message 3 of 14", "place 1 of 3, line 7 of 30". */
function positionText(state: State): string {
  const { view, list, flow, message, dialog } = state;
  if (dialog) return '';
  if (view.focus === 'flow') {
    const here = currentMessage(state) ? flow.cursor + 1 : 0;
    return `message ${counted(here)} of ${counted(flow.window.value.total)}`;
  }
  if (view.focus === 'message') {
    const hits = message.find === '' ? 0 : openHits(state).length;
    const found = hits > 0 ? `place ${message.hit + 1} of ${hits}, ` : '';
    return `${found}line ${message.cursor + 1} of ${Math.max(1, openLines(state).length)}`;
  }
  const { total } = list.window.value;
  const row = `row ${counted(total === 0 ? 0 : list.cursor + 1)} of ${counted(total)}`;
  return state.result.value.query === ''
    ? row
    : `row ${counted(total === 0 ? 0 : list.cursor + 1)}, ${countText(state)}`;
}
