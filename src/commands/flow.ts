/**
 * `flow`: the ladder of one conversation, or of all legs of a call, as text, as wide as the terminal (80 columns in a pipe); or its messages and
 * events as the JSON objects of `show --events`.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { EventRow, MessageRow } from '../engine/protocol/rows.js';
import { ladderText } from '../flow/ladder-text.js';
import { localTime } from '../format/times.js';
import { conversationStory, eventObject, type Part } from './conversations/story.js';
import { FOUND, type Session } from './session.js';
import { showObject } from './show.js';
import { type Asked, asked, callHead, legName, legsOf, withLeg } from './conversations/whole-call.js';

/** Nobody reads a longer ladder; the rest is only counted. */
const MAX_MESSAGES = 20_000;

export async function flow(session: Session): Promise<number> {
  const { invocation, engine, out } = session;
  const shown = await asked(session);
  if (typeof shown === 'number') return shown;
  const rows: MessageRow[] = [];
  const events: EventRow[] = [];
  for await (const part of conversationStory(engine, legsOf(shown))) {
    if (out.closed) break;
    if (invocation.json) await out.json(await partObject(engine, shown, part));
    else if (rows.length === MAX_MESSAGES) break;
    else if ('event' in part) events.push(part.event);
    else rows.push(part.row);
  }
  if (invocation.json) return FOUND;
  for (const line of head(shown)) await out.text(line);
  const names = new Map(
    shown.call?.legs.map(({ index, callId }) => [index, `${legName(shown, index)} ${callId ?? ''}`]),
  );
  const options = { width: process.stdout.columns ?? 80, ascii: invocation.ascii, names };
  for (const line of ladderText(rows, options, events)) await out.text(line);
  const { messages } = shown.call?.whole ?? shown.conversation;
  if (messages > rows.length) await out.text(`… ${messages - rows.length} more messages`);
  return FOUND;
}

function head({ conversation, call }: Asked): string[] {
  if (call !== null) return callHead(call);
  const { callId, startUs, dated } = conversation;
  return [`${callId ?? '(no Call-ID)'}  ${localTime(startUs, dated)}`.trimEnd()];
}

async function partObject(engine: Engine, shown: Asked, part: Part): Promise<Record<string, unknown>> {
  if ('event' in part) return withLeg(shown, part.event.conversation, eventObject(part.event, part.number));
  return withLeg(shown, part.row.conversation, await showObject(engine, part.row, part.number));
}
