/** An engine without its thread, as the tests ask it: opened files, typed requests, closed with the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { Core } from '../../src/engine/core.js';
import type { Progress } from '../../src/engine/protocol/progress.js';
import type { RequestKind, Requests } from '../../src/engine/protocol/requests.js';
import type { ListRow, MessageRow } from '../../src/engine/protocol/rows.js';
import { rowId } from '../../src/model/ids.js';

/** An object of `list --json`. */
export type Listed = Record<string, string | number | null>;

export interface CoreSession {
  core: Core;
  /** What the core reported so far. */
  reports: Progress[];
  ask<K extends RequestKind>(kind: K, ask: Requests[K]['ask']): Promise<Requests[K]['answer']>;
  /** All rows of the current result. */
  rows(headers?: string[]): Promise<ListRow[]>;
  /** The current result as `list --json` prints it. */
  listed(): Promise<Listed[]>;
  /** All messages of a conversation. */
  messages(...conversations: number[]): Promise<MessageRow[]>;
  close(): Promise<void>;
}

/** Opens files together and reads them to the end; `close` may be called before the test ends. */
export async function readTogether(...paths: string[]): Promise<CoreSession> {
  const session = openCore();
  await readAll(session, paths);
  return session;
}

/** The same once for all tests of a file: they may change what is asked, and leave the sources as they are. */
export function readOnce(...paths: string[]): CoreSession {
  const session = newCore();
  beforeAll(() => readAll(session, paths));
  afterAll(session.close);
  return session;
}

async function readAll(session: CoreSession, paths: string[]): Promise<void> {
  const { refused } = await session.ask('open', { paths, limit: null });
  if (refused.length > 0) throw new Error(refused.map(({ reason }) => reason).join('\n'));
  await session.ask('loaded', {});
}

/** A core with nothing open. */
export function openCore(): CoreSession {
  const session = newCore();
  onTestFinished(session.close);
  return session;
}

function newCore(): CoreSession {
  const reports: Progress[] = [];
  const core = new Core(progress => reports.push(progress));
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await core.close();
  };
  const ask: CoreSession['ask'] = async (kind, what) => {
    const answer = await core.answer(kind, what);
    // A copy, as the thread makes one: nothing of an answer is shared with the engine.
    return structuredClone(answer) as Requests[typeof kind]['answer'];
  };
  return {
    core,
    reports,
    ask,
    close,
    rows: async (headers = []) => (await ask('rows', { first: 0, count: 5000, headers, withUris: true })).rows,
    listed: async () => {
      const { lines } = await ask('listed', { first: 0, count: 5000 });
      return lines.map(line => JSON.parse(line) as Listed); // an object of docs/json.md: the tests look at what it holds
    },
    messages: async (...conversations) =>
      (await ask('messages', { conversations: conversations.map(rowId), first: 0, count: 5000, withSdp: true })).rows,
  };
}

/** A folder that goes away with the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sipvestigator-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Spools of the test lie in a folder of its own. */
export function ownCache(): void {
  const before = process.env['XDG_CACHE_HOME'];
  process.env['XDG_CACHE_HOME'] = folder();
  onTestFinished(() => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
  });
}

/** Works in a folder of the test's own: what is written without a path lies there. */
export function inFolder(): void {
  const before = process.cwd();
  process.chdir(folder());
  onTestFinished(() => process.chdir(before));
}
