/**
 * A table of several sources: a row for all together and a row each, with as many figures as fit, the most telling
 * first.
 */
import type { Account, SourceStats, Stats } from '../../engine/protocol/figures.js';
import { counted } from '../../format/counts.js';
import { cutLine, type Line, line, padLine, type Role, type Span } from '../../terminal/line.js';
import { pad, safe } from '../../terminal/text.js';
import type { Look } from '../look.js';

interface Figure {
  title: string;
  cells: number;
  /** Null if nobody counts. */
  of: (account: Account, sources: readonly SourceStats[]) => number | null;
  /** The role of a figure other than 0. */
  role: Role;
}

const FIGURES: readonly Figure[] = [
  { title: 'packets', cells: 11, role: 'number', of: ({ packets }) => packets.read },
  { title: 'SIP', cells: 10, role: 'number', of: ({ packets }) => packets.sip },
  { title: 'other', cells: 10, role: 'number', of: ({ packets }) => packets.other },
  { title: 'undecodable', cells: 12, role: 'warning', of: ({ packets }) => packets.undecodable },
  { title: 'cut', cells: 7, role: 'warning', of: ({ truncated }) => truncated },
  {
    title: 'incomplete',
    cells: 11,
    role: 'warning',
    of: ({ incomplete }) => incomplete.fragments + incomplete.tcpGaps,
  },
  { title: 'twice', cells: 7, role: 'number', of: ({ duplicates }) => duplicates },
  { title: 'malformed', cells: 10, role: 'warning', of: ({ sip }) => sip.malformed },
  {
    title: 'damage',
    cells: 7,
    role: 'warning',
    of: (_, sources) => sources.reduce((sum, { damage, damageNotKept }) => sum + damage.length + damageNotKept, 0),
  },
  { title: 'dropped', cells: 9, role: 'failure', of: (_, sources) => droppedOf(sources) },
];

const MIN_NAME_CELLS = 18;
const MAX_NAME_CELLS = 40;
/** With many sources, those around the chosen one are shown. */
const MAX_ROWS = 9;

/** `chosen` is the id of a source; null means all together. */
export function sourceTable({ sources, ...all }: Stats, chosen: number | null, width: number, look: Look): Line[] {
  const shown: Figure[] = [];
  let room = width - MIN_NAME_CELLS - 4;
  for (const figure of FIGURES) {
    if (figure.cells > room) break;
    room -= figure.cells;
    shown.push(figure);
  }
  const cells = MIN_NAME_CELLS + Math.min(room, MAX_NAME_CELLS - MIN_NAME_CELLS);
  const head = `${' '.repeat(cells + 3)}${shown.map(({ title, cells: wide }) => title.padStart(wide)).join('')}`;
  const rows = [
    { id: null, name: 'all together', account: all, sources },
    ...sources.map(source => ({ id: source.id, name: source.name, account: source.account, sources: [source] })),
  ];
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === chosen),
  );
  const top = Math.max(0, Math.min(at - (MAX_ROWS >> 1), rows.length - MAX_ROWS));
  const lines = rows.slice(top, top + MAX_ROWS).map(({ id, name, account, sources: of }) => {
    const current = id === chosen;
    const drawn: Span[] = [
      { text: current ? ` ${look.glyphs.pointer} ` : '   ', role: 'focus' },
      {
        text: pad(nameIn(name, cells, look), cells, 'left', look.glyphs.ellipsis),
        role: id === null ? 'strong' : 'name',
      },
      ...shown.map(figure => cell(figure, figure.of(account, of))),
    ];
    return current ? padLine(drawn, width).map(span => ({ ...span, inverse: true })) : cutLine(drawn, width);
  });
  return [line(head, 'title'), ...lines];
}

function cell({ cells, role }: Figure, value: number | null): Span {
  if (value === null) return { text: '?'.padStart(cells), role: 'faint' };
  return { text: counted(value).padStart(cells), role: value === 0 ? 'faint' : role };
}

/** The last part of a path, if the whole does not fit. */
function nameIn(name: string, cells: number, { ascii }: Look): string {
  const whole = safe(name, ascii);
  return whole.length <= cells ? whole : whole.replace(/^.*\/(?=.)/, '');
}

/** Drops by kernel, interface and this program together; null if unknown for one of the sources. Files drop nothing. */
function droppedOf(sources: readonly SourceStats[]): number | null {
  let sum = 0;
  for (const { live, dropped } of sources) {
    if (!live) continue;
    if (dropped?.kernel == null) return null;
    sum += dropped.kernel + (dropped.interface ?? 0) + (dropped.program ?? 0);
  }
  return sum;
}
