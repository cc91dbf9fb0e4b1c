/** Conversations and their messages, printed as the original tool does. */
import { quoted } from '../format/excerpts.js';
import type { ConversationRow, MessageRow } from '../engine/protocol/rows.js';
import type { Sort } from '../engine/protocol/query.js';
import type { RowId } from '../model/ids.js';
import { localClock } from '../format/times.js';
import { queryOf, type ShellFilter } from './filter.js';
import { matching } from './filter-commands.js';
import { messageLines, overviewLines, partyOf } from './message.js';
import { line, type OutputLine, refusal, remark, type ShellEngine } from './output.js';

type Lines = AsyncGenerator<OutputLine, void>;

/** Rows per request. */
const PAGE = 500;

const BEYOND = 1e9;

const NO_CALL_ID = '(no Call-ID)';

/** Prints the conversations that match: in order of arrival with their index, or by Call-ID. */
export async function* showConversations(sorted: boolean, filter: ShellFilter, engine: ShellEngine): Lines {
  const query = queryOf(filter);
  const sort: Sort = { key: sorted ? 'index' : 'callid', descending: false };
  for (let first = 0; ; first += PAGE) {
    const { rows, total } = await engine.request('matching', { query, sort, first, count: PAGE, withUris: true });
    if (total === 0) yield remark(await whyNone(engine));
    for (const [i, row] of rows.entries()) {
      const name = sorted ? `[${first + i}] ` : `${row.callId ?? NO_CALL_ID}: `;
      const parties = `${row.from ?? partyOf(row.fromUri)}->${row.to ?? partyOf(row.toUri)}`;
      const clock = localClock(row.startUs, row.dated);
      yield line(`${name}${clock === '' ? '' : `${clock}: `}${row.method ?? '?'} ${parties}`);
    }
    if (rows.length < PAGE) return;
  }
}

async function whyNone(engine: ShellEngine): Promise<string> {
  const { sources, sip, whyEmpty } = await engine.request('stats', {});
  if (sources.length === 0) return 'Nothing is loaded yet: load FILE reads a capture, capture start begins one.';
  if (sip.messages === 0 && sources.some(({ live, finished }) => live && !finished)) return 'No SIP message came yet.';
  return whyEmpty ?? `None of ${sip.conversations} conversations matches the filter.`;
}

/**
 * The conversation named by its index among the matching ones or by its Call-ID. Null, after a refusal, if there is
 * none.
 */
export async function* find(
  word: string | undefined,
  filter: ShellFilter,
  engine: ShellEngine,
): AsyncGenerator<OutputLine, ConversationRow | null> {
  if (word === undefined) {
    yield refusal('Which conversation? Give its index in show conversations sorted, or its Call-ID.');
    return null;
  }
  const position = indexOf(word);
  const { rows, total } = await matching(engine, filter, position, 1);
  if (rows[0] !== undefined) return rows[0];
  const named = await engine.request('conversation', { callId: word });
  if (named === null) {
    const range = total === 0 ? 'none matches' : `they have the indexes 0 to ${total - 1}`;
    yield refusal(`There is no conversation ${quoted(word)}: ${range}.`);
  }
  return named;
}

/** Parses a whole number; anything else gives one beyond every index. */
export function indexOf(word: string): number {
  return /^\d{1,9}$/.test(word) ? Number(word) : BEYOND;
}

/** Prints a line per message. */
export async function* showOverview(conversation: RowId, engine: ShellEngine): Lines {
  for await (const { rows, first } of pages(conversation, engine))
    for (const each of await overviewLines(rows, first, engine)) yield line(each);
}

/** The heading of an overview. */
export function heading(callId: string | null): OutputLine {
  return line(`=== Conversation Call-ID: ${callId ?? NO_CALL_ID} ===`);
}

/** Prints every message with its text. */
export async function* showMessages(conversation: RowId, engine: ShellEngine): Lines {
  for await (const { rows, first } of pages(conversation, engine)) {
    for (const [i, row] of rows.entries()) {
      yield line(`===== Message #${first + i} =====`);
      for (const each of await messageLines(row, engine)) yield line(each);
    }
  }
}

/** Prints one message by its number. */
export async function* showMessage(conversation: RowId, word: string | undefined, engine: ShellEngine): Lines {
  const number = indexOf(word ?? '');
  const ask = { conversations: [conversation], first: number, count: 1, withSdp: false };
  const { rows, total } = await engine.request('messages', ask);
  const [row] = rows;
  if (row === undefined) yield refusal(`Which message? They are numbered 0 to ${total - 1}.`);
  else for (const each of await messageLines(row, engine)) yield line(each);
}

async function* pages(conversation: RowId, engine: ShellEngine): AsyncGenerator<{ rows: MessageRow[]; first: number }> {
  for (let first = 0; ; first += PAGE) {
    const ask = { conversations: [conversation], first, count: PAGE, withSdp: false };
    const { rows, total } = await engine.request('messages', ask);
    if (rows.length > 0) yield { rows, first };
    if (first + PAGE >= total) return;
  }
}
