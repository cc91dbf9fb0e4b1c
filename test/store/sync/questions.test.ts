/** The store and an engine that answers when the test says so: late answers, answers that are overtaken, an engine that dies. */
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import type { ListRow, MessageRow } from '../../../src/engine/protocol/rows.js';
import type { Engine } from '../../../src/engine/protocol/engine.js';
import type { Progress } from '../../../src/engine/protocol/progress.js';
import type { RequestKind, Requests } from '../../../src/engine/protocol/requests.js';
import { messageId } from '../../../src/model/ids.js';
import { isCurrent } from '../../../src/store/answered.js';
import type { Outside } from '../../../src/store/effects/effects.js';
import { isState, type Next } from '../../../src/store/commands/command.js';
import { COMMANDS } from '../../../src/store/commands/table.js';
import { follows } from '../../../src/store/list/list-window.js';
import { editorOf } from '../../../src/store/input/editor.js';
import { DEFAULT_PREFERENCES } from '../../../src/store/settings/preferences.js';
import { initialState, type State } from '../../../src/store/state.js';
import { createAppStore } from '../../../src/store/store.js';
import { currentRow } from '../../../src/store/view/current.js';
import { live } from '../../panes/progress.js';
import { readTogether } from '../../engine/core-session.js';

const samples = fileURLToPath(new URL('../../../samples/', import.meta.url));

interface Request<K extends RequestKind> {
  kind: K;
  ask: Requests[K]['ask'];
  answer(answer: Requests[K]['answer']): Promise<void>;
  fail: (why: string) => Promise<void>;
}

const turn = () => new Promise(resolve => setTimeout(resolve, 0));

/** Rows of three conversations, and the messages of the first, of real captures. */
let row: readonly ListRow[] = [];
let message: readonly MessageRow[] = [];
beforeEach(async () => {
  const names = ['call-two-legs', 'call-unanswered-nat', 'call-diversion-wrong'];
  const { rows, messages } = await readTogether(...names.map(name => `${samples}${name}.pcap`));
  row = await rows();
  message = await messages(0);
});

function session() {
  /** Requests that are not answered, oldest first, and how many of each kind there were. */
  const open: Request<RequestKind>[] = [];
  const asked = new Map<RequestKind, number>();
  let tellProgress: (progress: Progress) => void = () => {};
  let tellFailure: (sentence: string) => void = () => {};
  const engine: Engine = {
    request: <K extends RequestKind>(kind: K, ask: Requests[K]['ask']) =>
      new Promise<Requests[K]['answer']>((resolve, reject) => {
        const over = async (act: () => void) => {
          open.splice(open.indexOf(request), 1);
          act();
          await turn();
        };
        const request: Request<K> = {
          kind,
          ask,
          answer: answer => over(() => resolve(answer)),
          fail: why => over(() => reject(new Error(why))),
        };
        open.push(request);
        asked.set(kind, (asked.get(kind) ?? 0) + 1);
      }),
    onProgress: listener => {
      tellProgress = listener;
      return () => {};
    },
    onFailure: listener => {
      tellFailure = listener;
      return () => {};
    },
    close: () => Promise.resolve(),
  };
  const nothing = () => {};
  const outside: Outside = {
    ...{ quit: nothing, suspend: nothing, repaint: nothing, setMouse: nothing, remember: nothing, copy: () => '' },
    ...{ saveSettings: async () => null, filesBeginning: async () => [], listFiles: async () => [] },
    capture: { bpf: '', engine: 'auto', snapLength: 65_535, ringBytes: 1 << 20, promiscuous: true },
  };
  const store = createAppStore(initialState(120, 40, DEFAULT_PREFERENCES), engine, outside, () => () => {});

  function requests<K extends RequestKind>(kind: K): Request<K>[] {
    return open.filter((each): each is Request<K> => each.kind === kind);
  }

  return {
    state: store.get,
    /** The oldest request of a kind that is not answered, or a younger one. */
    next: async <K extends RequestKind>(kind: K, at = 0): Promise<Request<K>> => {
      await turn();
      const found = requests(kind)[at];
      if (!found) throw new Error(`${kind} is not asked; ${store.get().notice?.text}`);
      return found;
    },
    open: (kind: RequestKind) => requests(kind).length,
    asked: (...kinds: RequestKind[]) => kinds.reduce((sum, kind) => sum + (asked.get(kind) ?? 0), 0),
    apply: async (by: (state: State) => State) => {
      store.apply(by);
      await turn();
    },
    progress: async (progress: Partial<Progress>) => {
      tellProgress({
        revision: 1,
        sources: [],
        troubles: [],
        conversations: 0,
        loading: false,
        ...progress,
      } as Progress);
      await turn();
    },
    die: async (sentence: string) => {
      tellFailure(sentence);
      await turn();
    },
  };
}

const writes =
  (text: string) =>
  (state: State): State => ({
    ...state,
    filter: { ...state.filter, editor: editorOf(text) },
  });
const moves =
  (cursor: number) =>
  (state: State): State => ({ ...state, list: { ...state.list, cursor } });

/** What a command leaves, without its effects. */
const stateOf = (next: Next): State => (isState(next) ? next : next[0]);

/** A session with three conversations in the list, the cursor on the first. */
async function listed() {
  const app = session();
  await (await app.next('result')).answer({ fault: null });
  await (await app.next('rows')).answer({ rows: row.slice(0, 3), first: 0, total: 3 });
  return app;
}

it('notes what is asked for until the answer is there', async () => {
  const app = session();
  expect(isCurrent(app.state().result)).toBe(false);
  await (await app.next('result')).answer({ fault: null });
  expect(isCurrent(app.state().result)).toBe(true);
  expect(isCurrent(app.state().list.window)).toBe(false);
  await (await app.next('rows')).answer({ rows: row.slice(0, 1), first: 0, total: 1 });
  expect(isCurrent(app.state().list.window)).toBe(true);
});

it('drops the late answer to an older filter, and takes the newest', async () => {
  const app = await listed();
  await app.apply(writes('from 4'));
  const older = await app.next('result');
  await app.apply(writes('from 42'));
  expect(app.open('result')).toBe(2);
  await older.answer({ fault: { start: 0, end: 4, message: 'not right yet' } });
  expect(app.state().filter.fault).toBeNull();
  expect(app.state().result.value.query).toBe('');
  await (await app.next('result')).answer({ fault: null });
  expect(app.state().result.value.query).toBe('from 42');
  expect(isCurrent(app.state().result)).toBe(true);
});

it('drops an older filter that is answered after the newest', async () => {
  const app = await listed();
  await app.apply(writes('from 4'));
  const older = await app.next('result');
  await app.apply(writes('from 42'));
  await (await app.next('result', 1)).answer({ fault: null });
  await older.answer({ fault: { start: 0, end: 4, message: 'not right yet' } });
  expect(app.state().result.value.query).toBe('from 42');
  expect(app.state().filter.fault).toBeNull();
});

it('keeps the last right result where the filter is wrong', async () => {
  const app = await listed();
  await app.apply(writes('from ('));
  await (await app.next('result')).answer({ fault: { start: 5, end: 6, message: 'a value is missing' } });
  expect(app.state().filter.fault?.message).toBe('a value is missing');
  expect(isCurrent(app.state().result)).toBe(false);
  expect(app.state().list.window.value.rows).toHaveLength(3);
  await app.apply(writes(''));
  await (await app.next('result')).answer({ fault: null });
  expect(app.state().filter.fault).toBeNull();
});

it('shows a ladder only once its own messages are there', async () => {
  const app = await listed();
  const first = await app.next('messages');
  expect(first.ask.conversations).toEqual([0]);
  await app.apply(moves(1));
  // One at a time: the next is asked when this one is answered.
  expect(app.open('messages')).toBe(1);
  await first.answer({ rows: message.slice(0, 1), first: 0, total: 1, events: [] });
  expect(app.state().flow.window.answered).toBe('0');
  expect(isCurrent(app.state().flow.window)).toBe(false);
  const second = await app.next('messages');
  expect(second.ask.conversations).toEqual([1]);
  await second.answer({ rows: message.slice(1, 2), first: 0, total: 1, events: [] });
  expect(isCurrent(app.state().flow.window)).toBe(true);
});

it('keeps the message in the pane until the next one is read', async () => {
  const app = await listed();
  await (await app.next('messages')).answer({ rows: message.slice(0, 2), first: 0, total: 2, events: [] });
  const bytes = new Uint8Array([1]);
  const [first, second] = message;
  await (await app.next('message')).answer({ row: first!, bytes, headQuotesStartLine: false });
  expect(app.state().message.open).toMatchObject({ asked: first?.id, answered: first?.id });
  await app.apply(state => ({ ...state, flow: { ...state.flow, cursor: 1 } }));
  expect(app.state().message.open).toMatchObject({ asked: second?.id, answered: first?.id, value: { bytes } });
  await (await app.next('message')).answer({ gone: 'The file is gone.' });
  expect(app.state().message.open).toEqual({
    asked: second?.id,
    answered: second?.id,
    value: { gone: 'The file is gone.' },
  });
});

it('keeps the conversation under the cursor in another order, unless the user moves meanwhile', async () => {
  const app = await listed();
  const sorted =
    (key: 'time' | 'from') =>
    (state: State): State => ({ ...state, sort: { key, descending: false } });
  await app.apply(moves(1));
  await app.apply(sorted('time'));
  await (await app.next('result')).answer({ fault: null });
  const rows = app.asked('rows');
  const found = await app.next('position');
  expect(found.ask).toEqual({ conversation: 1 });
  // No rows are asked for before it is known where the cursor goes.
  expect(app.asked('rows')).toBe(rows);
  await found.answer({ position: 2 });
  expect(app.state().list.cursor).toBe(2);
  await (await app.next('rows')).answer({ rows: [row[2]!, row[0]!, row[1]!], first: 0, total: 3 });
  expect(currentRow(app.state())?.index).toBe(1);

  await app.apply(sorted('from'));
  await (await app.next('result')).answer({ fault: null });
  const late = await app.next('position');
  await app.apply(moves(0));
  await late.answer({ position: 1 });
  expect(app.state().list.cursor).toBe(0);
});

it('asks for a position again where an older one comes late', async () => {
  const app = await listed();
  const sorted =
    (descending: boolean) =>
    (state: State): State => ({ ...state, sort: { key: 'time', descending } });
  await app.apply(sorted(true));
  await (await app.next('result')).answer({ fault: null });
  const late = await app.next('position');
  expect(late.ask).toEqual({ conversation: 0 });
  await app.apply(moves(2));
  await app.apply(sorted(false));
  await (await app.next('result')).answer({ fault: null });
  await late.answer({ position: 1 });
  expect(app.state().list.cursor).toBe(2);
  const newer = await app.next('position');
  expect(newer.ask).toEqual({ conversation: 2 });
  await newer.answer({ position: 0 });
  expect(app.state().list.cursor).toBe(0);
});

it('takes no position in an older result for one in the newest', async () => {
  const app = await listed();
  const sorted =
    (descending: boolean) =>
    (state: State): State => ({ ...state, sort: { key: 'time', descending } });
  await app.apply(sorted(true));
  await (await app.next('result')).answer({ fault: null });
  const late = await app.next('position');
  await app.apply(sorted(false));
  await (await app.next('result')).answer({ fault: null });
  await late.answer({ position: 2 });
  expect(app.state().list.cursor).toBe(0);
  const newer = await app.next('position');
  expect(newer.ask).toEqual(late.ask);
  await newer.answer({ position: 1 });
  expect(app.state().list.cursor).toBe(1);
});

it('does not take the rows of an older result for those of a newer', async () => {
  const app = await listed();
  await app.progress({ revision: 2, conversations: 3 });
  const late = await app.next('rows');
  await app.apply(writes('to 5'));
  await (await app.next('result')).answer({ fault: null });
  await late.answer({ rows: row.slice(0, 3), first: 0, total: 3 });
  expect(isCurrent(app.state().list.window)).toBe(false);
});

it('asks both messages that are compared, and again when others are', async () => {
  const app = await listed();
  const compares =
    (one: number, other: number) =>
    (state: State): State => ({
      ...state,
      message: { ...state.message, compared: [messageId(one), messageId(other)] },
    });
  await app.apply(compares(10, 11));
  expect(app.open('message')).toBe(2);
  await (await app.next('message')).answer({ gone: 'left' });
  await (await app.next('message')).answer({ gone: 'right' });
  expect(app.state().message.sides.map(({ value }) => value)).toEqual([{ gone: 'left' }, { gone: 'right' }]);
  await app.apply(compares(10, 12));
  expect(app.open('message')).toBe(1);
  expect(app.state().message.sides.map(isCurrent)).toEqual([true, false]);
});

it('says why a request failed, does not ask the same again, and goes on', async () => {
  const app = await listed();
  await (await app.next('messages')).fail('The file cannot be read.');
  expect(app.state().notice).toEqual({ text: 'The file cannot be read.', kind: 'error' });
  expect(app.open('messages')).toBe(0);
  await app.apply(moves(1));
  expect((await app.next('messages')).ask.conversations).toEqual([1]);
});

it('keeps what it has when the engine dies, and asks nothing more', async () => {
  const app = await listed();
  const open = await app.next('messages');
  await app.die('The engine stopped.');
  await open.fail('The engine stopped.');
  expect(app.state()).toMatchObject({ failure: 'The engine stopped.', notice: null });
  expect(app.state().list.window.value.rows).toHaveLength(3);
  expect(isCurrent(app.state().flow.window)).toBe(false);
  const asked = app.asked('messages', 'rows', 'result');
  await app.apply(moves(2));
  await app.apply(writes('to 5'));
  expect(app.asked('messages', 'rows', 'result')).toBe(asked);
});

it('follows what comes through a filter, also one that leaves the newest out', async () => {
  const app = await listed();
  await app.progress(live());
  await app.apply(moves(2));
  expect(follows(app.state())).toBe(true);
  await app.apply(writes('state rejected'));
  await (await app.next('result')).answer({ fault: null });
  // Nothing is looked for in the new result but its end.
  expect([follows(app.state()), app.open('position')]).toEqual([true, 0]);
  while (app.open('rows') > 0) await (await app.next('rows')).answer({ rows: row.slice(0, 2), first: 0, total: 2 });
  expect([follows(app.state()), app.state().list.cursor]).toEqual([true, 1]);
});

it('does not follow where the cursor stood elsewhere', async () => {
  const app = await listed();
  await app.progress(live());
  await app.apply(moves(1));
  await app.apply(writes('state rejected'));
  await (await app.next('result')).answer({ fault: null });
  expect([follows(app.state()), app.state().list.cursor]).toEqual([false, 0]);
});

it('follows again after a pause in which a filter came', async () => {
  const app = await listed();
  await app.progress(live());
  await app.apply(moves(2));
  const pause = () => app.apply(state => stateOf(COMMANDS['pause']!.run(state, '')));
  await pause();
  await app.apply(writes('state rejected'));
  await (await app.next('result')).answer({ fault: null });
  await (await app.next('position')).answer({ position: 1 });
  expect([follows(app.state()), app.state().list.cursor]).toEqual([false, 1]);
  await pause();
  expect([follows(app.state()), app.state().list.cursor]).toEqual([true, 2]);
});
