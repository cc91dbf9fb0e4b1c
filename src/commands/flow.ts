/**
 * `flow`: the ladder of one conversation as text. In: a session whose last word names it. Out: lines as wide as the
 * terminal, 80 columns in a pipe.
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import { ladderText } from '../flow/ladder-text.js';
import { localTime } from '../terminal/time.js';
import { stripControls } from './printing.js';
import { conversationAsked, FOUND, type Session } from './session.js';
import { messagesOf, showObject } from './show.js';

/** A ladder of more messages than this is not one people read; the rest is said to be there. */
const MOST = 20_000;

export async function flow(session: Session): Promise<number> {
  const { invocation, engine, out } = session;
  const conversation = await conversationAsked(session);
  if (typeof conversation === 'number') return conversation;
  if (invocation.json) {
    for await (const [number, row] of messagesOf(engine, conversation.index))
      await out.line(JSON.stringify(await showObject(engine, row, number)));
    return FOUND;
  }
  const rows: MessageRow[] = [];
  for await (const [number, row] of messagesOf(engine, conversation.index)) {
    if (number >= MOST) break;
    rows.push(row);
  }
  await out.line(
    `${stripControls(conversation.callId ?? '(no Call-ID)')}  ${localTime(conversation.startUs, conversation.dated)}`,
  );
  for (const line of ladderText(rows, { width: process.stdout.columns ?? 80, ascii: invocation.ascii }))
    await out.line(line);
  if (conversation.messages > rows.length) await out.line(`… ${conversation.messages - rows.length} more messages`);
  return FOUND;
}
