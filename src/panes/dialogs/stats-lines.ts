/** The statistics: what was read, what it was, what was not read and why. */
import type { Account, SourceInfo, SourceStats, Stats } from '../../engine/protocol/figures.js';
import { counted, plural } from '../../format/counts.js';
import { NOT_KEPT } from '../../model/not-kept.js';
import type { StatsDialog } from '../../store/dialog.js';
import type { State } from '../../store/state.js';
import { cutLine, type Line, line, type Role } from '../../terminal/line.js';
import { pad, safe } from '../../terminal/text.js';
import { duration } from '../../format/durations.js';
import { localTime } from '../../format/times.js';
import { toldClause } from '../../format/told.js';
import type { Look } from '../look.js';
import { sourceTable } from './stats-table.js';
import { titleLine } from '../title-line.js';

export function statsLines(
  { stats, progress }: State,
  dialog: StatsDialog,
  width: number,
  height: number,
  look: Look,
): Line[] {
  const [head, body] = stats.value
    ? drawn(stats.value, dialog.source, progress?.loading === true, width, look)
    : [[], [line(' Counting.')]];
  const room = Math.max(1, height - 1 - head.length);
  const top = Math.max(0, Math.min(dialog.top, body.length - room));
  const note = body.length > room ? `${top + 1}-${Math.min(body.length, top + room)} of ${body.length}` : '';
  return [
    titleLine({ name: 'Statistics', note, focused: true }, width, look.glyphs),
    ...head,
    ...body.slice(top, top + room).map(text => cutLine(text, width, look.glyphs.ellipsis)),
  ];
}

/** With several sources, a table of them above the account of the chosen one, which scrolls. */
function drawn(
  stats: Stats,
  chosen: number | null,
  loading: boolean,
  width: number,
  look: Look,
): [head: Line[], body: Line[]] {
  const { sources, whyEmpty } = stats;
  const only = sources.find(({ id }) => id === chosen);
  const shown = only ? [only] : sources;
  const why = whyEmpty === null || loading ? [] : [line(` ${safe(whyEmpty, look.ascii)}`, 'warning'), []];
  const figured = only ? accountLines(only.account, {}, look) : accountLines(stats, overAll(stats), look);
  const body = [...why, ...shown.flatMap(source => sourceLines(source, look)), ...figured];
  return sources.length > 1 ? [[...sourceTable(stats, only?.id ?? null, width, look), []], body] : [[], body];
}

const NAME_CELLS = 34;

function row(name: string, count: number, look: Look, role: Role = 'plain'): Line {
  return [
    { text: `   ${pad(safe(name, look.ascii), NAME_CELLS, 'left', look.glyphs.ellipsis)}`, role },
    { text: counted(count).padStart(12), role: role === 'plain' ? 'number' : role },
  ];
}

type Counts = Record<string, number>;

/** Counts by name, most frequent first, with their total if there are several. */
function section(title: string, counts: Counts, look: Look): Line[] {
  const met = Object.entries(counts).filter(([, count]) => count > 0);
  const rows = met.sort(([, a], [, b]) => b - a).map(([name, count]) => row(name, count, look));
  const total = met.reduce((sum, [, count]) => sum + count, 0);
  if (rows.length > 1) rows.push(row('together', total, look, 'strong'));
  return rows.length === 0 ? [] : [[], line(` ${title}`, 'title'), ...rows];
}

/** Figures that have no total, without zeros. */
function figures(title: string, counts: Counts, look: Look): Line[] {
  const rows = Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [row(name, count, look)] : []));
  return rows.length === 0 ? [] : [[], line(` ${title}`, 'title'), ...rows];
}

/** Only for all sources: a conversation may be in several. */
function overAll({ sip, gone, remarks, eventsNotKept, notKept }: Stats): Counts {
  return {
    conversations: sip.conversations,
    'conversations let go (--keep)': gone.conversations,
    'lines between messages': remarks,
    'events not kept': eventsNotKept,
    ...Object.fromEntries(NOT_KEPT.map(([kind]) => [`${kind} not kept`, notKept[kind]])),
  };
}

function accountLines(stats: Account, conversations: Counts, look: Look): Line[] {
  const { packets, sip } = stats;
  return [
    [],
    line(' Packets: each is one of these', 'title'),
    row('SIP', packets.sip, look),
    row('other traffic', packets.other, look),
    row('undecodable', packets.undecodable, look),
    ...(packets.pending > 0 ? [row('waiting for their other parts', packets.pending, look)] : []),
    row('read', packets.read, look, 'strong'),
    ...section('Other traffic, by name', stats.other, look),
    ...section('Undecodable, by reason', stats.undecodable, look),
    ...figures(
      'What is missing',
      {
        'cut short by the capture': stats.truncated,
        'fragments never completed': stats.incomplete.fragments,
        'gaps in TCP streams': stats.incomplete.tcpGaps,
        'TLS records not decrypted': stats.tlsRecords,
      },
      look,
    ),
    ...figures(
      'SIP',
      {
        ...conversations,
        messages: sip.messages,
        'of these, sent again': sip.retransmissions,
        'of these, captured twice': stats.duplicates,
        'of these, malformed': sip.malformed,
        'of these, without a Call-ID': sip.withoutCallId,
      },
      look,
    ),
    ...section('Requests', sip.requests, look),
    ...section('Responses', sip.responses, look),
    ...section('Messages, by what carried them', stats.transports, look),
    ...figures('Malformed messages, by fault; one may have several', stats.faults, look),
  ];
}

function sourceLines(source: SourceStats, look: Look): Line[] {
  const span =
    source.startUs === null || source.endUs === null
      ? ''
      : `, ${localTime(source.startUs, source.dated).slice(0, -7)}, ${duration((source.endUs - source.startUs) / 1000)}`;
  const what = `${source.format}, ${plural(source.packets, 'packet')}${span}`;
  const damage = source.damage.map(({ offset, length, what: reason }) => {
    const place = offset === null ? '' : `damaged at byte ${counted(offset)}, ${counted(length)} bytes lost: `;
    return line(`   ${place}${safe(reason, look.ascii)}`, 'warning');
  });
  const more =
    source.damageNotKept > 0 ? [line(`   and ${plural(source.damageNotKept, 'more place')}`, 'warning')] : [];
  return [
    [
      { text: ` ${safe(source.name, look.ascii)}  `, role: 'name' },
      { text: what, role: 'faint' },
    ],
    ...(source.told === null ? [] : [line(`   ${toldClause(source.told)}`, 'faint')]),
    ...droppedLines(source),
    ...damage,
    ...more,
  ];
}

/** Drops of a live source, and by whom. */
function droppedLines({ live, dropped }: SourceInfo): Line[] {
  if (!live) return [];
  if (dropped === null) return [line('   what was dropped before it is not known', 'warning')];
  const { kernel, interface: device, program = 0 } = dropped;
  const lost = (kernel ?? 0) + (device ?? 0) + program > 0;
  const count = (number: number | null) => (number === null ? 'an unknown number' : counted(number));
  const own = program > 0 ? `, ${counted(program)} by this program` : '';
  const text = `   dropped: ${count(kernel)} by the kernel, ${count(device)} by the interface${own}`;
  return [line(text, lost ? 'failure' : 'faint')];
}
