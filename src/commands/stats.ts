/**
 * `stats`: what was read, what was lost and why. In: a session. Out: the promised JSON object, or the same for people.
 */
import type { Stats } from '../engine/protocol.js';
import { isoTime, localTime } from '../terminal/time.js';
import { stripControls } from './printing.js';
import { FOUND, NOTHING, readAll, type Session, UNUSABLE } from './session.js';

export async function stats(session: Session): Promise<number> {
  if (!(await readAll(session, session.invocation.words))) return UNUSABLE;
  const figures = await session.engine.request('stats', { ofResult: true });
  if (session.invocation.json) await session.out.line(JSON.stringify(statsObject(figures)));
  else for (const line of statsLines(figures)) await session.out.line(stripControls(line));
  return figures.sip.messages > 0 ? FOUND : NOTHING;
}

/** The object of `stats --json`; its field names and meaning are a promise. */
export function statsObject(figures: Stats): Record<string, unknown> {
  const { read, sip, other, undecodable } = figures.packets;
  return {
    sources: figures.sources.map(source => ({
      name: source.name,
      format: source.format,
      packets: source.packets,
      start: source.startUs === null ? null : isoTime(source.startUs, source.dated),
      end: source.endUs === null ? null : isoTime(source.endUs, source.dated),
      damage: source.damage.length === 0 ? null : source.damage,
    })),
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

/** The same figures as lines of text; also what the UI's panel shows. */
function statsLines(figures: Stats): string[] {
  const { packets, sip, incomplete } = figures;
  const lines: string[] = [];
  for (const source of figures.sources) {
    lines.push(`${source.name}: ${source.format}, ${source.packets} packets`);
    if (source.startUs !== null && source.endUs !== null)
      lines.push(`  ${localTime(source.startUs, source.dated)} to ${localTime(source.endUs, source.dated)}`);
    for (const damage of source.damage)
      lines.push(`  damage at byte ${damage.offset}: ${damage.what} (${damage.length} bytes)`);
  }
  lines.push(
    '',
    `packets      ${packets.read} read = ${packets.sip} SIP + ${packets.other} other + ${packets.undecodable} undecodable`,
  );
  lines.push(...table('other', figures.other), ...table('undecodable', figures.undecodable));
  if (figures.tlsRecords > 0) lines.push(`             TLS: ${figures.tlsRecords} records, not decrypted`);
  lines.push('', `messages     ${sip.messages} in ${sip.conversations} conversations`);
  lines.push(
    `             ${sip.retransmissions} retransmissions, ${figures.duplicates} copies, ${sip.malformed} malformed, ${sip.withoutCallId} without a Call-ID`,
  );
  lines.push(
    `             ${figures.truncated} cut by the snap length; never completed: ${incomplete.fragments} fragments, ${incomplete.tcpGaps} holes in TCP streams`,
  );
  lines.push(...table('requests', sip.requests), ...table('responses', sip.responses));
  lines.push(...table('transports', figures.transports), ...table('faults', figures.faults));
  if (figures.whyEmpty !== null) lines.push('', figures.whyEmpty);
  return lines;
}

function table(title: string, counts: Record<string, number>): string[] {
  return Object.entries(counts).map(
    ([name, count], i) => `${(i === 0 ? title : '').padEnd(12)} ${String(count).padStart(9)}  ${name}`,
  );
}
