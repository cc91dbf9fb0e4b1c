/**
 * `show`: the messages of one conversation. In: a session whose last word names it. Out: a line a message, one message's
 * text, all texts, or the promised JSON objects.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { MessageRow } from '../engine/protocol/rows.js';
import { jsonBody } from '../sip/body.js';
import { faultCodes } from '../sip/fault-bits.js';
import { parseMessage } from '../sip/message.js';
import { decodeText } from '../sip/text.js';
import { isoTime, localClock } from '../terminal/time.js';
import { stripControls } from './printing.js';
import { conversationAsked, FOUND, NOTHING, type Session } from './session.js';

const PAGE = 500;

export async function show(session: Session): Promise<number> {
  const { invocation, engine, out } = session;
  const conversation = await conversationAsked(session);
  if (typeof conversation === 'number') return conversation;
  const only = invocation.message;
  if (!invocation.json && only === null)
    await out.line(
      `Conversation ${conversation.index}  ${stripControls(conversation.callId ?? '(no Call-ID)')}  ${stripControls(conversation.outcome)}`,
    );
  let found = 0;
  for await (const [number, row] of messagesOf(engine, conversation.index)) {
    if (out.closed) break;
    if (only !== null && number !== only) continue;
    found++;
    if (invocation.json) await out.line(JSON.stringify(await showObject(engine, row, number)));
    else {
      await out.line(messageLine(row, number));
      if (invocation.messages || only !== null) await out.line(await messageText(engine, row));
    }
  }
  if (found > 0) return FOUND;
  session.complain(
    `The conversation has ${conversation.messages} messages, numbered from 0; there is no number ${only}.`,
  );
  return NOTHING;
}

/** Every message of a conversation with its number, page by page. */
export async function* messagesOf(engine: Engine, conversation: number): AsyncGenerator<[number, MessageRow]> {
  for (let first = 0; ; first += PAGE) {
    const page = await engine.request('messages', {
      conversations: [conversation],
      first,
      count: PAGE,
      withSdp: false,
    });
    for (let i = 0; i < page.rows.length; i++) yield [first + i, page.rows[i]!];
    if (page.rows.length < PAGE) return;
  }
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

function messageLine(row: MessageRow, number: number): string {
  const what = row.method ?? `${row.status ?? ''} ${row.reason ?? ''}`.trimEnd();
  const marks = [row.retransmission && 'retransmission', row.copy && 'copy', row.truncated && 'cut', row.note];
  const mark = marks.filter(Boolean).join(', ');
  const line = `[${number}] ${localClock(row.timeUs, row.dated)}  ${row.src ?? '?'} → ${row.dst ?? '?'}  ${what}`;
  return stripControls(mark ? `${line}  (${mark})` : line);
}

async function messageText(engine: Engine, row: MessageRow): Promise<string> {
  const answer = await engine.request('message', { id: row.id });
  if (!('bytes' in answer)) return `  ${stripControls(answer.gone)}`;
  return `${decodeText(answer.bytes)
    .split(/\r\n|\n|\r/)
    .map(line => stripControls(line))
    .join('\n')}\n`;
}
