/**
 * What each request means. In: the ask of engine/protocol.ts. Out: its answer, from the index and the current result.
 */
import { conversationRow, messageRow } from '../conversations/rows.js';
import { type Compiled, compile } from '../query/compile.js';
import { parse } from '../query/parse.js';
import { messageMedia } from '../sip/body.js';
import { headerValue, parseMessage } from '../sip/message.js';
import { parseAddress } from '../sip/address.js';
import type { Core } from './core.js';
import { distinctValues } from './distinct-values.js';
import type { ConversationRow, MessageRow, QueryFault, RequestKind, Requests, Selection, Sort } from './protocol.js';
import { hopsOf } from './hops.js';
import { newMessages } from './new-messages.js';
import type { MakeKey, Predicate } from './result.js';
import { save } from './save.js';
import { inSlices } from './slices.js';
import { SortKeys } from './sort-keys.js';
import { statistics } from './statistics.js';

export type Handlers = {
  [K in RequestKind]: (ask: Requests[K]['ask']) => Requests[K]['answer'] | Promise<Requests[K]['answer']>;
};

/** Rows and messages of one answer: a window, whatever is asked for. */
const MOST_ROWS = 5000;

export function handlers(core: Core): Handlers {
  let query = '';
  let compiled: Compiled | undefined;
  /** The query, without what is put aside; the same function while both are the same. */
  let predicate: Predicate;
  let sort: Sort = { key: 'index', descending: false };
  let merged: { key: string; messages: number[] } = { key: '', messages: [] };

  const compileQuery = (text: string): Compiled | undefined | { fault: QueryFault } => {
    if (text.trim() === '') return undefined;
    const parsed = parse(text);
    return 'fault' in parsed ? parsed : compile(parsed.tree, core.index.subject, { plan: core.plan });
  };

  /** Only conversations that were not put aside. */
  const visible = (matches: Predicate): Predicate => {
    const { hidden } = core;
    if (hidden.count === 0) return matches;
    return id => !hidden.has(id) && (matches === undefined || matches(id));
  };

  const sortKey = (by: Sort): MakeKey => {
    const { conversations, moments } = core.index;
    const headerColumn = (name: string) => core.index.headerColumn(name);
    const keys = new SortKeys(conversations, moments, headerColumn, (name, share) => {
      core.background = `sorting by ${name} ${Math.round(share * 100)} %`;
      core.moved();
    });
    const makeKey = keys.of(by.key);
    return makeKey && doneWhenMade(makeKey);
  };

  function doneWhenMade(makeKey: NonNullable<MakeKey>): NonNullable<MakeKey> {
    return function* () {
      const key = yield* makeKey();
      core.background = null;
      return key;
    };
  }

  const row = (index: number, headers: readonly string[], withUris: boolean): ConversationRow => {
    const { conversations, moments } = core.index;
    const made = conversationRow(conversations, index, moments.of(index));
    made.cells = headers.map(name => core.index.headerColumn(name).value(index));
    made.found = compiled?.asksNumber ? compiled.found(index) : null;
    if (withUris) Object.assign(made, uris(index));
    return made;
  };

  const uris = (index: number): Pick<ConversationRow, 'fromUri' | 'toUri'> => {
    const { conversations, reader } = core.index;
    const bytes = reader.bytes(conversations.table.first.get(index) - 1);
    if ('gone' in bytes) return { fromUri: null, toUri: null };
    const message = parseMessage(bytes);
    return {
      fromUri: parseAddress(headerValue(message, 'From') ?? '')?.uri || null,
      toUri: parseAddress(headerValue(message, 'To') ?? '')?.uri || null,
    };
  };

  const message = (id: number, withSdp: boolean): MessageRow => {
    const { conversations, moments, intake, reader } = core.index;
    const made = messageRow(conversations, id, moments.dated(id));
    made.note = intake.note(made.conversation);
    if (withSdp && made.sdp) {
      const bytes = reader.bytes(id);
      if (!('gone' in bytes)) made.media = messageMedia(bytes, parseMessage(bytes));
    }
    return made;
  };

  /** Message ids of several conversations in one time order; kept while the same are asked for and nothing was added. */
  const messagesOf = (rows: readonly number[]): number[] => {
    const { conversations } = core.index;
    const key = `${rows.join()}:${conversations.messages.count}`;
    if (merged.key === key) return merged.messages;
    const { timeUs } = conversations.messages;
    const messages = rows.flatMap(each => (each < conversations.count ? conversations.messagesOf(each) : []));
    if (rows.length > 1) messages.sort((a, b) => timeUs.get(a) - timeUs.get(b) || a - b);
    merged = { key, messages };
    return messages;
  };

  const selected = (selection: Selection): number[] => {
    const { count } = core.index.conversations;
    if ('result' in selection) return Array.from(core.result.ids());
    if ('all' in selection) return Array.from({ length: count }, (_, row) => row).filter(row => !core.hidden.has(row));
    return selection.conversations.filter(row => row < count);
  };

  return {
    open: ({ paths, limit }) => core.open(paths, limit ?? Number.POSITIVE_INFINITY),
    openLive: ({ inputs }) => core.openLive(inputs),
    stopLive: ({ source }) => {
      core.stopLive(source);
      return {};
    },
    record: ({ path, overwrite }) => ({ failed: core.outlets.record(path, overwrite) }),
    forward: async ({ host, port, key }) => ({ failed: await core.outlets.forward(host, port, key) }),
    tail: async ({ from }) => {
      await core.beyond(from);
      const { conversations } = core.index;
      const matches = (id: number) => !compiled || compiled.matches(conversations.messages.conversation.get(id));
      const { places, next } = newMessages(conversations, from, MOST_ROWS, matches);
      const ended = next === conversations.messages.count && !core.loading && !core.watching;
      const rows = places.map(({ id, number }) => ({ row: message(id, false), number }));
      return { rows, next, ended, troubles: core.outlets.troubles() };
    },
    loaded: async () => {
      await core.loaded();
      return { messages: core.index.conversations.messages.count };
    },
    close: async ({ source }) => {
      const closed = await core.forget(source);
      const again = compileQuery(query);
      compiled = again && 'fault' in again ? undefined : again;
      predicate = visible(compiled?.matches);
      core.result.set(predicate, sortKey(sort), sort.descending);
      return { closed };
    },
    numberPlan: plan => {
      core.plan = plan;
      return {};
    },
    result: ask => {
      const next = ask.query === query ? compiled : compileQuery(ask.query);
      if (next && 'fault' in next) return { fault: next.fault };
      if (next !== compiled) predicate = visible(next?.matches);
      query = ask.query;
      compiled = next;
      sort = ask.sort;
      core.background = null;
      core.result.set(predicate, sortKey(sort), sort.descending);
      core.moved();
      return { fault: null };
    },
    keep: async ({ only }) => {
      await core.result.settled();
      if (only === 'result') core.hidden.allBut(core.result.ids(), core.index.conversations.count);
      else core.hidden.clear();
      predicate = visible(compiled?.matches);
      core.result.set(predicate, sortKey(sort), sort.descending);
      core.moved();
      return { hidden: core.hidden.count };
    },
    settled: async () => {
      await core.result.settled();
      return { matched: core.result.count };
    },
    rows: ({ first, count, headers, withUris }) => {
      const rows: ConversationRow[] = [];
      for (let position = first; position < first + Math.min(count, MOST_ROWS); position++) {
        const index = core.result.at(position);
        if (index < 0) break;
        rows.push(row(index, headers, withUris));
      }
      return { rows, first, total: core.result.length };
    },
    position: ({ conversation }) => ({ position: core.result.positionOf(conversation) }),
    positionOfTime: ({ timeUs }) => {
      const { startUs } = core.index.conversations.table;
      for (let position = 0; position < core.result.length; position++) {
        if (startUs.get(core.result.at(position)) >= timeUs) return { position };
      }
      return { position: core.result.length - 1 };
    },
    conversation: ask => {
      const { conversations } = core.index;
      const index = 'index' in ask ? ask.index : conversations.find(ask.callId);
      return index >= 0 && index < conversations.count ? row(index, [], true) : null;
    },
    messages: ({ conversations, first, count, withSdp }) => {
      const ids = messagesOf(conversations);
      const window = ids.slice(first, first + Math.min(count, MOST_ROWS));
      return { rows: window.map(id => message(id, withSdp)), first, total: ids.length };
    },
    hops: ({ conversations }) =>
      hopsOf(core.index.conversations, messagesOf(conversations)).map(id => message(id, false)),
    message: ({ id }) => {
      if (id < 0 || id >= core.index.conversations.messages.count) return { gone: 'There is no such message.' };
      const bytes = core.index.reader.bytes(id);
      if ('gone' in bytes) return bytes;
      return { row: message(id, true), bytes, headQuotesStartLine: core.index.moments.quotesStartLine(id) };
    },
    stats: () => {
      const { conversations, accounts, sources } = core.index;
      const infos = Array.from(sources.values(), file => file.info());
      return statistics(conversations, accounts, infos);
    },
    headers: () => core.index.conversations.headerCounts(),
    values: ({ field, limit }) => inSlices(distinctValues(core.index, field, limit)).then(values => values ?? []),
    count: async ask => {
      const counted = compileQuery(ask.query);
      if (counted && 'fault' in counted) return { fault: counted.fault };
      const total = core.index.conversations.count;
      const matches = visible(counted?.matches);
      if (!matches) return { count: total };
      return { count: (await inSlices(countMatches(matches, total))) ?? 0 };
    },
    save: ({ selection, path, format, overwrite }) => {
      const { conversations, reader, files, moments } = core.index;
      const context = { conversations, reader, files, dated: (id: number) => moments.dated(id) };
      return save(context, selected(selection), path, format, overwrite);
    },
  };
}

function* countMatches(matches: NonNullable<Predicate>, total: number): Generator<undefined, number> {
  let count = 0;
  for (let row = 0; row < total; row++) {
    if (matches(row)) count++;
    if (row % 256 === 255) yield;
  }
  return count;
}
