/**
 * `flow`: the ladder of one conversation as text, as wide as the terminal (80 columns in a pipe); or its messages and
 * events as the JSON objects of `show --events`.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { EventRow, MessageRow } from '../engine/protocol/rows.js';
import { ladderText } from '../flow/ladder-text.js';
import { localTime } from '../format/times.js';
import { conversationStory, eventObject, type Part } from './conversation-story.js';
import { conversationAsked, FOUND, type Session } from './session.js';
import { showObject } from './show.js';

/** Nobody reads a longer ladder; the rest is only counted. */
const MAX_MESSAGES = 20_000;

export async function flow(session: Session): Promise<number> {
  const { invocation, engine, out } = session;
  const conversation = await conversationAsked(session);
  if (typeof conversation === 'number') return conversation;
  const rows: MessageRow[] = [];
  const events: EventRow[] = [];
  for await (const part of conversationStory(engine, conversation.index)) {
    if (out.closed) break;
    if (invocation.json) await out.json(await partObject(engine, part));
    else if (rows.length === MAX_MESSAGES) break;
    else if ('event' in part) events.push(part.event);
    else rows.push(part.row);
  }
  if (invocation.json) return FOUND;
  const { callId, startUs, dated } = conversation;
  await out.text(`${callId ?? '(no Call-ID)'}  ${localTime(startUs, dated)}`.trimEnd());
  const options = { width: process.stdout.columns ?? 80, ascii: invocation.ascii };
  for (const line of ladderText(rows, options, events)) await out.text(line);
  if (conversation.messages > rows.length) await out.text(`… ${conversation.messages - rows.length} more messages`);
  return FOUND;
}

function partObject(engine: Engine, part: Part): Record<string, unknown> | Promise<Record<string, unknown>> {
  return 'event' in part ? eventObject(part.event, part.number) : showObject(engine, part.row, part.number);
}
