/**
 * `list`: one line a conversation. In: a session. Out: text for people, or the promised JSON objects.
 */
import type { ConversationRow } from '../engine/protocol/rows.js';
import { duration, isoTime, localTime } from '../terminal/time.js';
import { stripControls } from './printing.js';
import { FOUND, NOTHING, readAll, resultRows, type Session, UNUSABLE } from './session.js';

export async function list(session: Session): Promise<number> {
  if (!(await readAll(session, session.invocation.words))) return UNUSABLE;
  const { json } = session.invocation;
  let found = 0;
  for await (const row of resultRows(session, json)) {
    found++;
    await session.out.line(json ? JSON.stringify(listObject(row)) : listLine(row));
    if (session.out.closed) break;
  }
  if (found > 0) return FOUND;
  const { whyEmpty, sip } = await session.engine.request('stats', {});
  session.complain(whyEmpty ?? `None of ${sip.conversations} conversations matches.`);
  return NOTHING;
}

/** The object of `list --json`; its field names and meaning are a promise. */
export function listObject(row: ConversationRow): Record<string, string | number | null> {
  return {
    index: row.index,
    callId: row.callId,
    start: isoTime(row.startUs, row.dated),
    end: isoTime(row.endUs, row.dated),
    durationMs: (row.endUs - row.startUs) / 1000,
    method: row.method,
    from: row.from,
    to: row.to,
    fromUri: row.fromUri,
    toUri: row.toUri,
    src: row.src,
    dst: row.dst,
    transport: row.transport,
    messages: row.messages,
    retransmissions: row.retransmissions,
    state: row.state,
    status: row.status,
    reason: row.reason,
    ringMs: row.ringMs,
    setupMs: row.setupMs,
    hungUpBy: row.hungUpBy,
  };
}

function listLine(row: ConversationRow): string {
  const parts = [
    `[${row.index}]`,
    localTime(row.startUs, row.dated),
    (row.method ?? 'response').padEnd(9),
    `${row.from ?? '?'} → ${row.to ?? '?'}`,
    `${row.src ?? '?'} → ${row.dst ?? '?'}`,
    row.transport,
    `${row.messages} messages`,
    duration((row.endUs - row.startUs) / 1000),
    row.outcome || row.state,
  ];
  return stripControls(parts.join('  '));
}
