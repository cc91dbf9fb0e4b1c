/**
 * What headless commands share: opening and reading the captures, error messages on stderr, the exit statuses, and the
 * fault of a filter.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { ConversationRow } from '../engine/protocol/rows.js';
import type { QueryFault } from '../engine/protocol/query.js';
import { excerpt } from '../format/excerpts.js';
import { rowId } from '../model/ids.js';
import { parse } from '../query/language/parse.js';
import { damageSentences } from '../shell/damage.js';
import type { Invocation } from './options.js';
import type { Printer } from './printing.js';

/** The documented exit statuses. */
export const FOUND = 0;
export const NOTHING = 1;
export const UNUSABLE = 2;
/** By convention, the status of a program ended by Ctrl-C. */
export const INTERRUPTED = 130;

export interface Session {
  engine: Engine;
  invocation: Invocation;
  out: Printer;
  /** Set if one of several inputs could not be read at all: the others are printed, and the exit status shows it. */
  unreadable: boolean;
  /** Prints one sentence on stderr, and below it lines that explain it. */
  complain(sentence: string, ...below: string[]): void;
}

/** Rows per request: enough to amortise the thread, few enough to print while the next are made. */
export const PAGE = 1000;

/**
 * Opens the files, reads them to the end and reports what could not be read. False if nothing could be opened or the
 * filter is wrong: the command then ends with UNUSABLE. `verdicts`: rows are to have them.
 */
export async function readAll(session: Session, files: readonly string[], verdicts = false): Promise<boolean> {
  const { engine, invocation } = session;
  if (files.length === 0) {
    session.complain('Name a capture to read, or "-" for standard input.');
    return false;
  }
  const { filter } = invocation;
  const parsed = filter.trim() === '' ? null : parse(filter);
  if (parsed !== null && 'fault' in parsed) {
    session.complain(...(await filterFault(filter, parsed.fault)));
    return false;
  }
  const { opened, refused } = await engine.request('open', { paths: files.slice(), limit: invocation.count });
  for (const each of refused) session.complain(each.reason);
  session.unreadable = refused.length > 0;
  if (opened.length === 0) return false;
  await engine.request('loaded', {});
  // Asked when all is there, it reads messages from the front of the files to the end, and looks at every conversation once.
  await engine.request('result', { query: filter, sort: { key: 'index', descending: false }, verdicts });
  const { fuzzy } = await engine.request('settled', {});
  if (fuzzy) session.complain('Nothing matches the words of the filter exactly: what is nearly like them is taken.');
  for (const source of await engine.request('sources', {}))
    for (const sentence of damageSentences(source)) session.complain(sentence);
  for (const trouble of await engine.request('troubles', {})) session.complain(trouble);
  return true;
}

/** Why the result is empty, in a sentence. */
export async function whyNothing(engine: Engine): Promise<string> {
  const { whyEmpty, sip } = await engine.request('stats', {});
  return whyEmpty ?? `None of ${sip.conversations} conversations matches.`;
}

/** The conversations of the result, page by page, in its order. */
export async function* resultRows(session: Session): AsyncGenerator<ConversationRow> {
  for (let first = 0; ; first += PAGE) {
    const page = await session.engine.request('rows', { first, count: PAGE, headers: [], withUris: false });
    yield* page.rows;
    if (page.rows.length < PAGE) return;
  }
}

/**
 * Reads the captures and returns the conversation named last, or the exit status after saying why there is none. An
 * index is the one in `list`, whatever the filter.
 */
export async function conversationAsked(session: Session): Promise<ConversationRow | number> {
  const { engine, invocation, complain } = session;
  const files = invocation.words.slice();
  const word = invocation.call ?? invocation.callId ?? files.pop();
  if (word === undefined || files.length === 0) {
    complain('Name the captures, and after them the conversation: its index in list, or its Call-ID.');
    return UNUSABLE;
  }
  if (!(await readAll(session, files))) return UNUSABLE;
  const conversation = await conversationNamed(engine, word, invocation.callId !== null);
  if (conversation !== null) return conversation;
  complain(`No conversation "${word}". list shows those there are.`);
  return NOTHING;
}

/** Digits within range are an index, anything else is a Call-ID, as is everything if `isCallId` is set. */
async function conversationNamed(engine: Engine, word: string, isCallId: boolean): Promise<ConversationRow | null> {
  const byIndex = !isCallId && /^\d{1,10}$/.test(word);
  const found = byIndex ? await engine.request('conversation', { index: rowId(Number(word)) }) : null;
  return found ?? engine.request('conversation', { callId: word });
}

/** The fault of a filter for the user: the sentence, the filter (of a long one what is around), and a caret. */
export async function filterFault(
  filter: string,
  { start, end, message }: QueryFault,
): Promise<[string, string, string]> {
  const { safe, width } = await import('../terminal/text.js');
  const around = excerpt(filter, start, end);
  const before = safe(around.text.slice(0, around.start));
  const at = safe(around.text.slice(around.start, around.end));
  const after = safe(around.text.slice(around.end));
  const caret = ' '.repeat(width(before)) + '^'.repeat(Math.max(1, width(at)));
  return [message, `  ${before}${at}${after}`, `  ${caret}`];
}
