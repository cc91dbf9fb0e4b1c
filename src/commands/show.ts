/**
 * `show`: the messages of one conversation, or of all legs of a call, one line each, with their texts, or as the promised JSON objects;
 * with --events also the events between them.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { EventRow, MessageRow } from '../engine/protocol/rows.js';
import { eventClause, eventLabel } from '../format/event-text.js';
import { jsonBody } from '../sip/message/body.js';
import { faultCodes } from '../sip/message/fault-bits.js';
import { parseMessage } from '../sip/message/message.js';
import { decodeText } from '../bytes/text.js';
import { isoTime, localClock } from '../format/times.js';
import { conversationStory, eventObject } from './conversations/story.js';
import { FOUND, NOTHING, type Session } from './session.js';
import { type Asked, asked, callHead, legName, legsOf, withLeg } from './conversations/whole-call.js';

export async function show(session: Session): Promise<number> {
  const { invocation, engine, out } = session;
  const shown = await asked(session);
  if (typeof shown === 'number') return shown;
  const { message: wanted, json } = invocation;
  if (!json && wanted === null) for (const line of head(shown)) await out.text(line);
  let found = 0;
  for await (const part of conversationStory(engine, legsOf(shown))) {
    if (out.closed) break;
    if (wanted !== null && part.number !== wanted) continue;
    if ('event' in part) {
      if (!invocation.events) continue;
      const { event, number } = part;
      const { conversation } = event;
      await (json
        ? out.json(withLeg(shown, conversation, eventObject(event, number)))
        : out.text(eventLine(event, number, legName(shown, conversation))));
      continue;
    }
    found++;
    const { row, number } = part;
    if (json) await out.json(withLeg(shown, row.conversation, await showObject(engine, row, number)));
    else {
      await out.text(messageLine(row, number, legName(shown, row.conversation), part.about));
      if (!invocation.messages && wanted === null) continue;
      for (const line of await messageLines(engine, row)) await out.text(line);
    }
  }
  if (found > 0) return FOUND;
  session.complain(
    `The conversation has ${shown.conversation.messages} messages, numbered from 0; there is no number ${wanted}.`,
  );
  return NOTHING;
}

function head({ conversation, call }: Asked): string[] {
  if (call !== null) return callHead(call);
  return [`Conversation ${conversation.index}  ${conversation.callId ?? '(no Call-ID)'}  ${conversation.outcome}`];
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

function messageLine(row: MessageRow, number: number, leg: string, events: readonly EventRow[]): string {
  const what = row.method ?? `${row.status ?? ''} ${row.reason ?? ''}`.trimEnd();
  const clauses = events.filter(({ kind }) => kind !== 'message-cut').map(event => eventClause(event, event.src));
  const marks = [row.retransmission && 'retransmission', row.copy && 'copy', row.truncated && 'cut', ...clauses];
  const mark = marks.filter(Boolean).join(', ');
  const parts = [localClock(row.timeUs, row.dated), leg, `${row.src ?? '?'} → ${row.dst ?? '?'}`, what];
  const line = `[${number}] ${parts.filter(part => part !== '').join('  ')}`;
  return mark ? `${line}  (${mark})` : line;
}

function eventLine(event: EventRow, number: number | null, leg: string): string {
  const ends = event.src === null && event.dst === null ? '' : `${event.src ?? '?'} → ${event.dst ?? '?'}`;
  const about = number === null ? '' : `, about [${number}]`;
  const parts = [localClock(event.timeUs, event.dated), leg, ends, `${eventLabel(event)}${about}`];
  return `  * ${parts.filter(part => part !== '').join('  ')}`;
}

async function messageLines(engine: Engine, row: MessageRow): Promise<string[]> {
  const answer = await engine.request('message', { id: row.id });
  return 'bytes' in answer ? [...decodeText(answer.bytes).split(/\r\n|\n|\r/), ''] : [`  ${answer.gone}`];
}
