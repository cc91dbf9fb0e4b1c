/**
 * What each request means. In: the ask of engine/protocol.ts. Out: its answer, from the index and the current result.
 */
import { conversationRow, messageRow } from './rows.js';
import { bpfFault } from '../live/children/bpf-check.js';
import { messageMedia } from '../sip/body.js';
import { headerValue, parseMessage } from '../sip/message.js';
import { parseAddress } from '../sip/address.js';
import type { Core } from './core.js';
import { distinctValues } from './distinct-values.js';
import type { ConversationRow, MessageRow, RequestKind, Requests, Selection } from './protocol.js';
import { hopsOf } from './hops.js';
import { newMessages } from './new-messages.js';
import { save } from './save.js';
import { seenBy } from './seen-by.js';
import { inSlices } from './slices.js';
import { leftovers, removeLeftover } from './spool-folders.js';
import { statistics } from './statistics.js';

export type Handlers = {
  [K in RequestKind]: (ask: Requests[K]['ask']) => Requests[K]['answer'] | Promise<Requests[K]['answer']>;
};

/** Rows and messages of one answer: a window, whatever is asked for. */
const MOST_ROWS = 5000;
const LET_GO = 'This message is gone: it was let go to stay below the bound of what is kept (--keep).';

export function handlers(core: Core): Handlers {
  /** Grows with every request for values: an older one is given up. */
  let valuesAsked = 0;
  let merged: { key: string; messages: number[] } = { key: '', messages: [] };

  const row = (index: number, headers: readonly string[], withUris: boolean): ConversationRow => {
    const { conversations, moments } = core.index;
    const made = conversationRow(conversations, index, moments.of(index));
    made.cells = headers.map(name => core.index.headerColumn(name).value(index));
    made.found = core.search.found(index);
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
    if (conversations.table.copies.get(made.conversation) > 0) made.seenBy = seenBy(core.index, id);
    if (withSdp && made.sdp) {
      const bytes = reader.bytes(id);
      if (!('gone' in bytes)) made.media = messageMedia(bytes, parseMessage(bytes));
    }
    return made;
  };

  /** Message ids of several conversations in one time order; kept while the same are asked for and nothing was added. */
  const messagesOf = (rows: readonly number[]): number[] => {
    const { conversations } = core.index;
    const key = `${rows.join()}:${conversations.messages.count}:${conversations.rows.floor}`;
    if (merged.key === key) return merged.messages;
    const { timeUs } = conversations.messages;
    const messages = rows.flatMap(each => conversations.messagesOf(each));
    if (rows.length > 1) messages.sort((a, b) => timeUs.get(a) - timeUs.get(b) || a - b);
    merged = { key, messages };
    return messages;
  };

  const selected = (selection: Selection): number[] => {
    const { rows } = core.index.conversations;
    if ('result' in selection) return Array.from(core.result.ids());
    if ('all' in selection) return Array.from(rows).filter(row => !core.hidden.has(row));
    return selection.conversations.filter(row => rows.has(row));
  };

  return {
    open: ({ paths, limit }) => core.open(paths, limit ?? Number.POSITIVE_INFINITY),
    devices: () => core.interfaces.now(),
    checkBpf: async ({ bpf }) => ({ fault: await bpfFault(bpf) }),
    ping: ask => core.pings.begin(ask),
    pinged: ({ source }) => core.pings.report(source),
    stopPing: () => {
      core.pings.stop();
      return {};
    },
    openLive: ({ inputs }) => core.openLive(inputs),
    stopLive: ({ source }) => {
      core.stopLive(source);
      return {};
    },
    hold: ({ held }) => {
      core.result.hold(held);
      core.moved();
      return {};
    },
    leftovers: () => leftovers(),
    removeLeftover: ({ folder }) => {
      removeLeftover(folder);
      return {};
    },
    retain: ({ keep }) => {
      core.retention.set(keep);
      return {};
    },
    record: ({ path, overwrite, keep, media }) => ({ failed: core.outlets.record(path, overwrite, keep, media) }),
    recorded: () => core.outlets.recorded,
    forward: async ({ host, port, key }) => ({ failed: await core.outlets.forward(host, port, key) }),
    tail: async ({ from }) => {
      await core.beyond(from);
      // What is filtered on may have to be read first.
      await core.result.settled();
      const { conversations } = core.index;
      const matches = (id: number) => core.search.matches(conversations.messages.conversation.get(id));
      const { places, next } = newMessages(conversations, from, MOST_ROWS, matches);
      const ended = next === conversations.messages.count && !core.loading && !core.watching;
      const rows = places.map(({ id, number }) => ({ row: message(id, false), number }));
      return { rows, next, ended, troubles: core.troubles() };
    },
    loaded: async ({ sources }) => {
      await (sources ? core.finished(sources) : core.loaded());
      return { messages: core.index.conversations.messages.count };
    },
    close: async ({ source }) => {
      const closed = await core.forget(source);
      core.search.renew();
      core.find.again();
      return { closed };
    },
    keyLog: ({ path }) => ({ failed: core.secrets.follow(path) }),
    numberPlan: plan => {
      core.plan = plan;
      core.search.renew();
      return {};
    },
    result: async ({ query, sort }) => {
      const fault = core.search.set(query, sort);
      if (fault === null) await core.result.firstPage();
      return { fault };
    },
    keep: async ({ only }) => {
      await core.result.settled();
      if (only === 'result') core.hidden.allBut(core.result.ids(), core.index.conversations.rows);
      else core.hidden.clear();
      core.search.renew();
      return { hidden: core.hidden.count };
    },
    settled: async () => {
      await core.result.settled();
      return { matched: core.result.count, fuzzy: core.search.fuzzy };
    },
    rows: ({ first: from, count, headers, withUris }) => {
      const rows: ConversationRow[] = [];
      const most = Math.min(count, MOST_ROWS);
      const first = from ?? Math.max(0, core.result.length - most);
      for (let position = first; position < first + most; position++) {
        const index = core.result.at(position);
        if (index < 0) break;
        rows.push(row(index, headers, withUris));
      }
      return { rows, first, total: core.result.length };
    },
    matching: async ({ query, sort, first, count, withUris }) => {
      const result = await core.aside.of(query, sort);
      const length = Math.max(0, Math.min(count, MOST_ROWS, result.length - first));
      const rows = Array.from({ length }, (_, i) => row(result.at(first + i), [], withUris));
      return { rows, first, total: result.length };
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
      return conversations.rows.has(index) ? row(index, [], true) : null;
    },
    messages: ({ conversations, first, count, withSdp }) => {
      const ids = messagesOf(conversations);
      const window = ids.slice(first, first + Math.min(count, MOST_ROWS));
      return { rows: window.map(id => message(id, withSdp)), first, total: ids.length };
    },
    hops: ({ conversations }) =>
      hopsOf(core.index.conversations, messagesOf(conversations)).map(id => message(id, false)),
    message: ({ id }) => {
      const { conversations } = core.index;
      if (id < 0 || id >= conversations.messages.count) return { gone: 'There is no such message.' };
      if (!conversations.hasMessage(id)) return { gone: LET_GO };
      const bytes = core.index.reader.bytes(id);
      if ('gone' in bytes) return bytes;
      return { row: message(id, true), bytes, headQuotesStartLine: core.index.moments.quotesStartLine(id) };
    },
    stats: ({ ofResult }) => {
      const { index, result } = core;
      const rows = ofResult && result.count < index.conversations.rows.count ? Array.from(result.ids()) : undefined;
      return inSlices(statistics(index, rows));
    },
    sources: () => Array.from(core.index.sources.values(), file => file.info()),
    headers: () => core.index.conversations.headerCounts(),
    values: async ({ field, limit, prefix = '' }) => {
      const turn = ++valuesAsked;
      // They are for completion: the result comes first.
      await core.result.settled();
      return (await inSlices(distinctValues(core.index, field, prefix, limit), () => turn !== valuesAsked)) ?? [];
    },
    counts: async ({ queries }) => ({ counts: await core.tallies.counts(queries) }),
    find: ({ text }) => ({ fault: core.find.start(text) }),
    findNext: async ({ from, backwards }) => {
      const place = from ?? (backwards ? Number.POSITIVE_INFINITY : -1);
      return { hit: await core.find.hit(place, backwards) };
    },
    save: async ({ selection, path, format, overwrite }) => {
      const { conversations, reader, files, moments } = core.index;
      const context = { conversations, reader, files, dated: (id: number) => moments.dated(id) };
      const rows = selected(selection);
      const { unsaved } = core.outlets;
      const answer = await save(context, rows, path, format, overwrite);
      // What came meanwhile is in no file yet.
      if ('messages' in answer && rows.length === conversations.rows.count) core.outlets.unsaved -= unsaved;
      return answer;
    },
  };
}
