/**
 * `stats`: what was read, what was lost and why; as JSON or as text, per source if there are several and for all
 * together.
 */
import type { Account, SourceStats, Stats } from '../engine/protocol/figures.js';
import { droppedClause } from '../shell/damage.js';
import { isoTime, localTime } from '../format/times.js';
import { toldClause } from '../format/told.js';
import { NOT_KEPT } from '../model/not-kept.js';
import { FOUND, NOTHING, readAll, type Session, UNUSABLE } from './session.js';

export async function stats(session: Session): Promise<number> {
  if (!(await readAll(session, session.invocation.words))) return UNUSABLE;
  const figures = await session.engine.request('stats', { ofResult: true });
  if (session.invocation.json) await session.out.json(statsObject(figures));
  else for (const line of statsLines(figures)) await session.out.text(line);
  return figures.sip.messages > 0 ? FOUND : NOTHING;
}

/** The object of `stats --json`; its field names and their meaning are documented. */
function statsObject(figures: Stats): Record<string, unknown> {
  const notKept = Object.entries(figures.notKept).filter(([, count]) => count > 0);
  return {
    sources: figures.sources.map(source => ({
      name: source.name,
      format: source.format,
      packets: source.packets,
      start: source.startUs === null ? null : isoTime(source.startUs, source.dated),
      end: source.endUs === null ? null : isoTime(source.endUs, source.dated),
      damage: source.damage.length === 0 ? null : source.damage,
      damageNotKept: source.damageNotKept,
      dropped: source.dropped,
      told: source.told,
      account: accountObject(source.account),
    })),
    ...accountObject(figures),
    ...(figures.remarks > 0 ? { remarks: figures.remarks } : {}),
    ...(figures.eventsNotKept > 0 ? { eventsNotKept: figures.eventsNotKept } : {}),
    ...(notKept.length > 0 ? { notKept: Object.fromEntries(notKept) } : {}),
  };
}

function accountObject(figures: Account): Record<string, unknown> {
  const { read, sip, other, undecodable } = figures.packets;
  return {
    packets: { read, sip, other, undecodable },
    undecodable: figures.undecodable,
    sip: figures.sip,
    other: figures.other,
    truncated: figures.truncated,
    incomplete: figures.incomplete,
    duplicates: figures.duplicates,
    faults: figures.faults,
    transports: figures.transports,
  };
}

/** The same figures as lines of text. */
export function statsLines(figures: Stats): string[] {
  const { sources, sip } = figures;
  const several = sources.length > 1;
  const lines = sources.flatMap(source => [
    ...sourceLines(source),
    ...(several ? ownLines(source.account).map(line => `  ${line}`) : []),
  ]);
  lines.push('', ...(several ? [`all ${sources.length} sources`] : []), packetsLine(figures));
  lines.push(...table('other', figures.other), ...table('undecodable', figures.undecodable));
  if (figures.tlsRecords > 0) lines.push(`             TLS: ${figures.tlsRecords} records, not decrypted`);
  lines.push('', `messages     ${sip.messages} in ${sip.conversations} conversations`);
  lines.push(`             ${repeats(figures)}`, `             ${missing(figures)}`);
  lines.push(...table('requests', sip.requests), ...table('responses', sip.responses));
  lines.push(...table('transports', figures.transports), ...table('faults', figures.faults));
  if (figures.remarks > 0) lines.push(`remarks      ${figures.remarks} lines between messages`);
  if (figures.eventsNotKept > 0) lines.push(`events       ${figures.eventsNotKept} not kept: there were too many`);
  for (const [kind, words] of NOT_KEPT)
    if (figures.notKept[kind] > 0) lines.push(`not kept     ${figures.notKept[kind]} ${words}`);
  if (figures.whyEmpty !== null) lines.push('', figures.whyEmpty);
  return lines;
}

function sourceLines(source: SourceStats): string[] {
  const lines = [`${source.name}: ${source.format}, ${source.packets} packets`];
  if (source.startUs !== null && source.endUs !== null)
    lines.push(`  ${localTime(source.startUs, source.dated)} to ${localTime(source.endUs, source.dated)}`);
  if (source.dropped !== null || source.input !== null) lines.push(`  ${droppedClause(source.dropped)}`);
  if (source.told !== null) lines.push(`  ${toldClause(source.told)}`);
  for (const { offset, length, what } of source.damage)
    lines.push(offset === null ? `  ${what}` : `  damage at byte ${offset}: ${what} (${length} bytes)`);
  if (source.damageNotKept > 0) lines.push(`  damage at ${source.damageNotKept} more places`);
  return lines;
}

/** The account of one of several sources, without zeros. */
function ownLines(account: Account): string[] {
  const { sip, incomplete } = account;
  const lost = account.truncated + incomplete.fragments + incomplete.tcpGaps;
  const repeated = account.duplicates + sip.retransmissions + sip.malformed + sip.withoutCallId;
  return [
    packetsLine(account),
    ...inline('other', account.other),
    ...inline('undecodable', account.undecodable),
    ...(account.tlsRecords > 0 ? [`TLS          ${account.tlsRecords} records, not decrypted`] : []),
    `messages     ${sip.messages}`,
    ...(repeated > 0 ? [`             ${repeats(account)}`] : []),
    ...(lost > 0 ? [`             ${missing(account)}`] : []),
    ...inline('faults', account.faults),
  ];
}

function packetsLine({ packets }: Account): string {
  const { read, sip, other, undecodable, pending } = packets;
  const waiting = pending > 0 ? ` + ${pending} waiting for their other parts` : '';
  return `packets      ${read} read = ${sip} SIP + ${other} other + ${undecodable} undecodable${waiting}`;
}

function repeats({ sip, duplicates }: Account): string {
  return `${sip.retransmissions} retransmissions, ${duplicates} copies, ${sip.malformed} malformed, ${sip.withoutCallId} without a Call-ID`;
}

function missing({ truncated, incomplete }: Account): string {
  return `${truncated} cut by the snap length; never completed: ${incomplete.fragments} fragments, ${incomplete.tcpGaps} holes in TCP streams`;
}

function inline(title: string, counts: Record<string, number>): string[] {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? [] : [`${title.padEnd(12)} ${parts.join(', ')}`];
}

function table(title: string, counts: Record<string, number>): string[] {
  return Object.entries(counts).map(
    ([name, count], i) => `${(i === 0 ? title : '').padEnd(12)} ${String(count).padStart(9)}  ${name}`,
  );
}
