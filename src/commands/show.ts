/**
 * `show`: the messages of one conversation, one line each, with their texts, or as the promised JSON objects; with
 * --events also the events between them.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { EventRow, MessageRow } from '../engine/protocol/rows.js';
import { eventClause, eventLabel } from '../format/event-text.js';
import { jsonBody } from '../sip/message/body.js';
import { faultCodes } from '../sip/message/fault-bits.js';
import { parseMessage } from '../sip/message/message.js';
import { decodeText } from '../bytes/text.js';
import { isoTime, localClock } from '../format/times.js';
import { conversationStory, eventObject } from './conversation-story.js';
import { conversationAsked, FOUND, NOTHING, type Session } from './session.js';

export async function show(session: Session): Promise<number> {
  const { invocation, engine, out } = session;
  const conversation = await conversationAsked(session);
  if (typeof conversation === 'number') return conversation;
  const { message: wanted, json } = invocation;
  if (!json && wanted === null)
    await out.text(
      `Conversation ${conversation.index}  ${conversation.callId ?? '(no Call-ID)'}  ${conversation.outcome}`,
    );
  let found = 0;
  for await (const part of conversationStory(engine, conversation.index)) {
    if (out.closed) break;
    if (wanted !== null && part.number !== wanted) continue;
    if ('event' in part) {
      if (!invocation.events) continue;
      const { event, number } = part;
      await (json ? out.json(eventObject(event, number)) : out.text(eventLine(event, number)));
      continue;
    }
    found++;
    const { row, number } = part;
    if (json) await out.json(await showObject(engine, row, number));
    else {
      await out.text(messageLine(row, number, part.about));
      if (!invocation.messages && wanted === null) continue;
      for (const line of await messageLines(engine, row)) await out.text(line);
    }
  }
  if (found > 0) return FOUND;
  session.complain(
    `The conversation has ${conversation.messages} messages, numbered from 0; there is no number ${wanted}.`,
  );
  return NOTHING;
}

/** The object of `show --json`; its field names and meaning are a promise. */
export async function showObject(engine: Engine, row: MessageRow, index: number): Promise<Record<string, unknown>> {
  const answer = await engine.request('message', { id: row.id });
  const message = 'bytes' in answer ? parseMessage(answer.bytes) : undefined;
  return {
    index,
    time: isoTime(row.timeUs, row.dated),
    src: row.src,
    dst: row.dst,
    transport: row.transport,
    method: row.method,
    status: row.status,
    reason: row.reason,
    cseq: row.cseq === null ? null : `${row.cseq} ${row.cseqMethod ?? ''}`.trimEnd(),
    startLine: message?.startLine ?? null,
    headers: message?.headers ?? [],
    body: message && 'bytes' in answer ? jsonBody(answer.bytes, message) : null,
    bytes: row.length,
    retransmission: row.retransmission,
    faults: message ? faultCodes(message, row.truncated) : [],
  };
}

function messageLine(row: MessageRow, number: number, events: readonly EventRow[]): string {
  const what = row.method ?? `${row.status ?? ''} ${row.reason ?? ''}`.trimEnd();
  const clauses = events.filter(({ kind }) => kind !== 'message-cut').map(event => eventClause(event, event.src));
  const marks = [row.retransmission && 'retransmission', row.copy && 'copy', row.truncated && 'cut', ...clauses];
  const mark = marks.filter(Boolean).join(', ');
  const parts = [localClock(row.timeUs, row.dated), `${row.src ?? '?'} → ${row.dst ?? '?'}`, what];
  const line = `[${number}] ${parts.filter(part => part !== '').join('  ')}`;
  return mark ? `${line}  (${mark})` : line;
}

function eventLine(event: EventRow, number: number | null): string {
  const ends = event.src === null && event.dst === null ? '' : `${event.src ?? '?'} → ${event.dst ?? '?'}  `;
  const about = number === null ? '' : `, about [${number}]`;
  const clock = localClock(event.timeUs, event.dated);
  return `  * ${clock === '' ? '' : `${clock}  `}${ends}${eventLabel(event)}${about}`;
}

async function messageLines(engine: Engine, row: MessageRow): Promise<string[]> {
  const answer = await engine.request('message', { id: row.id });
  return 'bytes' in answer ? [...decodeText(answer.bytes).split(/\r\n|\n|\r/), ''] : [`  ${answer.gone}`];
}
