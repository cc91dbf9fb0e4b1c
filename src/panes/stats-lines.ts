/**
 * The statistics. In: the engine's account. Out: what was read, what it was, what was not read and why, by name.
 */
import type { SourceInfo, Stats } from '../engine/protocol.js';
import { counted, plural } from '../store/command.js';
import type { StatsDialog } from '../store/dialog.js';
import { cutLine, type Line, line } from '../terminal/line.js';
import { pad, safe } from '../terminal/text.js';
import { duration, localTime } from '../terminal/time.js';
import type { Look } from './look.js';
import { titleLine } from './title-line.js';

export function statsLines(
  stats: Stats | null,
  dialog: StatsDialog,
  width: number,
  height: number,
  look: Look,
): Line[] {
  const body = stats ? account(stats, look) : [line(' Counting.')];
  const room = Math.max(1, height - 1);
  const top = Math.max(0, Math.min(dialog.top, body.length - room));
  const note = body.length > room ? `${top + 1}-${Math.min(body.length, top + room)} of ${body.length}` : '';
  return [
    titleLine({ name: 'Statistics', note, focused: true }, width, look.glyphs),
    ...body.slice(top, top + room).map(text => cutLine(text, width, look.glyphs.ellipsis)),
  ];
}

const NAME_CELLS = 34;

function row(name: string, count: number, look: Look): Line {
  return [
    { text: `   ${pad(safe(name, look.ascii), NAME_CELLS, 'left', look.glyphs.ellipsis)}`, role: 'plain' },
    { text: counted(count).padStart(12), role: 'number' },
  ];
}

function section(title: string, counts: Record<string, number>, look: Look): Line[] {
  const rows = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => row(name, count, look));
  return rows.length === 0 ? [] : [[], line(` ${title}`, 'title'), ...rows];
}

function account(stats: Stats, look: Look): Line[] {
  const { packets, sip } = stats;
  const pending = packets.pending > 0 ? { 'waiting for their other parts': packets.pending } : {};
  return [
    ...stats.sources.flatMap(source => sourceLines(source, look)),
    ...section(
      'Packets',
      {
        read: packets.read,
        SIP: packets.sip,
        'other traffic': packets.other,
        undecodable: packets.undecodable,
        ...pending,
      },
      look,
    ),
    ...section('Undecodable, by reason', stats.undecodable, look),
    ...section('Other traffic', stats.other, look),
    ...section(
      'SIP',
      {
        messages: sip.messages,
        conversations: sip.conversations,
        retransmissions: sip.retransmissions,
        malformed: sip.malformed,
        'without a Call-ID': sip.withoutCallId,
        'captured twice': stats.duplicates,
        'cut short by the capture': stats.truncated,
        'fragments never completed': stats.incomplete.fragments,
        'gaps in TCP streams': stats.incomplete.tcpGaps,
      },
      look,
    ),
    ...section('Requests', sip.requests, look),
    ...section('Responses', sip.responses, look),
    ...section('Over', stats.transports, look),
    ...section('Malformed, by fault', stats.faults, look),
  ];
}

function sourceLines(source: SourceInfo, look: Look): Line[] {
  const span =
    source.startUs === null || source.endUs === null
      ? ''
      : `, ${localTime(source.startUs, source.dated).slice(0, -7)}, ${duration((source.endUs - source.startUs) / 1000)}`;
  const what = `${source.format}, ${plural(source.packets, 'packet')}${span}`;
  const damage = source.damage.map(({ offset, length, what: reason }) =>
    line(
      `   damaged at byte ${counted(offset)}, ${counted(length)} bytes lost: ${safe(reason, look.ascii)}`,
      'warning',
    ),
  );
  const more =
    source.damageNotKept > 0 ? [line(`   and ${plural(source.damageNotKept, 'more place')}`, 'warning')] : [];
  return [
    [
      { text: ` ${safe(source.name, look.ascii)}  `, role: 'name' },
      { text: what, role: 'faint' },
    ],
    ...damage,
    ...more,
  ];
}
