/**
 * What every headless command does first and last. In: an invocation. Out: an engine that has read everything asked for,
 * and the exit status the command line promises. What is wrong goes to stderr, a sentence a line.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { ConversationRow } from '../engine/protocol/rows.js';
import { damageSentences } from '../shell/damage.js';
import { filterFault } from './filter-fault.js';
import type { Invocation } from './options.js';
import { type Printer, stripControls } from './printing.js';

/** Exit statuses the command line promises. */
export const FOUND = 0;
export const NOTHING = 1;
export const UNUSABLE = 2;
/** By convention, what a shell says of a program that Ctrl-C ended. */
export const INTERRUPTED = 130;

export interface Session {
  engine: Engine;
  invocation: Invocation;
  out: Printer;
  /** Set where one of several inputs could not be read at all: the others are printed, and the exit status says so. */
  unreadable: boolean;
  /** Lines typed at the prompt. */
  history: History;
  /** Prints one sentence on stderr. */
  complain(sentence: string): void;
}

/** Lines typed at the prompt, kept from run to run; the newest first. */
export interface History {
  load(): Promise<string[]>;
  add(line: string): void;
}

/** Rows asked for at a time: large enough to amortise the thread, small enough to print while the next is made. */
const PAGE = 1000;

/**
 * Opens the files, reads them to the end and says what could not be read. False where nothing could be opened or the
 * filter is wrong: the command ends with UNUSABLE.
 */
export async function readAll(session: Session, files: readonly string[]): Promise<boolean> {
  const { engine, invocation } = session;
  if (files.length === 0) {
    session.complain('Name a capture to read, or "-" for standard input.');
    return false;
  }
  const { fault } = await engine.request('result', {
    query: invocation.filter,
    sort: { key: 'index', descending: false },
  });
  if (fault) {
    session.complain(filterFault(invocation.filter, fault));
    return false;
  }
  const { opened, refused } = await engine.request('open', { paths: files.slice(), limit: invocation.count });
  for (const each of refused) session.complain(stripControls(each.reason));
  session.unreadable = refused.length > 0;
  if (opened.length === 0) return false;
  await engine.request('loaded', {});
  const { fuzzy } = await engine.request('settled', {});
  if (fuzzy) session.complain('Nothing matches the words of the filter exactly: what is nearly like them is taken.');
  for (const source of await engine.request('sources', {}))
    for (const sentence of damageSentences(source)) session.complain(stripControls(sentence));
  return true;
}

/** Every conversation of the result, page by page, in its order. */
export async function* resultRows(session: Session, withUris: boolean): AsyncGenerator<ConversationRow> {
  for (let first = 0; ; first += PAGE) {
    const page = await session.engine.request('rows', { first, count: PAGE, headers: [], withUris });
    yield* page.rows;
    if (page.rows.length < PAGE) return;
  }
}

/** Reads the captures and answers the conversation the words end with, or the exit status after saying why there is none. An index
 * is that of list, whatever the filter. */
export async function conversationAsked(session: Session): Promise<ConversationRow | number> {
  const { engine, invocation, complain } = session;
  const files = invocation.words.slice();
  const word = invocation.callId ?? files.pop();
  if (word === undefined || files.length === 0) {
    complain('Name the captures, and after them the conversation: its index in list, or its Call-ID.');
    return UNUSABLE;
  }
  if (!(await readAll(session, files))) return UNUSABLE;
  const conversation = await conversationNamed(engine, word, invocation.callId !== null);
  if (conversation !== null) return conversation;
  complain(`No conversation "${stripControls(word)}". list shows those there are.`);
  return NOTHING;
}

/** Digits within range are an index, anything else is a Call-ID, as is all where `isCallId` says so. */
async function conversationNamed(engine: Engine, word: string, isCallId: boolean): Promise<ConversationRow | null> {
  const byIndex = !isCallId && /^\d{1,10}$/.test(word);
  const found = byIndex ? await engine.request('conversation', { index: Number(word) }) : null;
  return found ?? engine.request('conversation', { callId: word });
}
