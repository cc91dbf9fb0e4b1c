/**
 * The questions a state may have for the engine. In: a state. Out: for each kind of question what is to be asked, if anything, and
 * the state with the answer in it.
 */
import type { RequestKind, Requests } from '../../engine/protocol.js';
import { headerNames } from '../columns.js';
import { wantedField } from '../completion.js';
import { termsOf } from '../filter-terms.js';
import { listRows } from '../view/layout.js';
import { follows, withRows } from '../list/list-window.js';
import { jumped } from '../view/open-message.js';
import { placesOf } from '../view/places.js';
import { emptyWindow, type State } from '../state.js';
import { currentMessage, shownConversations } from '../view/current.js';

/** Messages of a ladder kept at a time. */
export const MESSAGE_WINDOW = 1000;
/** The cursor stays so far away from its ends where there is more. */
const WINDOW_EDGE = 200;

/** Live traffic changes counts all the time: people read them twice a second at most. */
const REST_MS = 500;

/** Distinct values of a field looked through for completions. */
const VALUES_LIMIT = 5000;

/** A question the state asks for. `key` tells it from the one before: the same key is not asked twice. */
export interface Want<K extends RequestKind> {
  key: string;
  /** What of it grows with what comes, where the question has a rest. */
  revision?: number;
  ask: Requests[K]['ask'];
  /** The state with the answer in it. */
  take: (state: State, answer: Requests[K]['answer']) => State;
}

export interface Question<K extends RequestKind = RequestKind> {
  kind: K;
  urgent?: boolean;
  /** It is asked for the same thing once in so many ms, however much comes. */
  restMs?: number;
  want: (state: State) => Want<K> | null;
}

/** Grows whenever rows may have changed; stands still while the screen is paused. */
function revisionOf(state: State): number {
  return state.progress?.revision ?? 0;
}

const result: Question<'result'> = {
  kind: 'result',
  urgent: true,
  want: state => {
    const query = state.filter.editor.text.trim();
    const { sort } = state;
    return {
      key: `${query}\n${sort.key} ${sort.descending}`,
      ask: { query, sort },
      take: (now, { fault }) => {
        if (fault) return { ...now, filter: { ...now.filter, fault } };
        const found = now.list.window.rows[now.list.cursor - now.list.window.first];
        const changed = query !== now.result.query;
        // A filter starts at its top; another order keeps the conversation under the cursor.
        const list = changed
          ? { ...now.list, cursor: 0, top: 0, seek: found?.index ?? -1 }
          : { ...now.list, seek: found?.index ?? -1 };
        return {
          ...now,
          filter: { ...now.filter, fault: null },
          result: { query, sort, turn: now.result.turn + 1 },
          list,
        };
      },
    };
  },
};

const position: Question<'position'> = {
  kind: 'position',
  want: ({ list, result: { turn } }) =>
    list.seek < 0
      ? null
      : {
          key: `${list.seek} ${turn}`,
          ask: { conversation: list.seek },
          take: (now, { position: at }) => {
            // Whoever moved meanwhile stays where they are.
            const cursor = at < 0 || now.list.cursor !== list.cursor ? now.list.cursor : at;
            const total = Math.max(now.list.window.total, cursor + 1);
            return { ...now, list: { ...now.list, seek: -1, cursor, window: { ...now.list.window, total } } };
          },
        },
};

const rows: Question<'rows'> = {
  kind: 'rows',
  want: state => {
    const { list } = state;
    if (state.result.turn === 0 || list.seek >= 0) return null;
    const page = listRows(placesOf(state));
    const headers = headerNames(list.columns);
    const kept = list.window;
    const covered = list.top >= kept.first && Math.min(list.top + page, kept.total) <= kept.first + kept.rows.length;
    // A page before and after what is seen, so that a step seldom asks; of what grows meanwhile its end, wherever that is by then.
    const first = follows(state) ? null : covered ? kept.first : Math.max(0, list.top - page);
    const count = covered ? Math.max(kept.rows.length, 3 * page) : 3 * page;
    return {
      key: `${state.result.turn} ${revisionOf(state)} ${first} ${count} ${headers.join()}`,
      ask: { first, count, headers, withUris: false },
      take: (now, window) => withRows(now, window, state.result.turn),
    };
  },
};

const messages: Question<'messages'> = {
  kind: 'messages',
  want: state => {
    const conversations = [...shownConversations(state)];
    if (conversations.length === 0) return null;
    const of = conversations.join();
    const { flow } = state;
    const sdp = state.preferences.sdp;
    const kept = flow.windowOf === of ? flow.window : emptyWindow();
    const last = kept.first + kept.rows.length;
    // Near an end of the window that is not the end of all, the next window is asked for.
    const inside =
      flow.cursor >= kept.first + (kept.first > 0 ? WINDOW_EDGE : 0) &&
      flow.cursor < last - (last < kept.total ? WINDOW_EDGE : 0);
    const first = inside ? kept.first : Math.max(0, flow.cursor - (MESSAGE_WINDOW >> 1));
    return {
      key: `${of} ${first} ${sdp} ${stamp(state, conversations)}`,
      ask: { conversations, first, count: MESSAGE_WINDOW, withSdp: sdp },
      take: (now, window) => ({ ...now, flow: { ...now.flow, window, windowOf: of } }),
    };
  },
};

/** Asked only of ladders that are longer than a window. */
const hops: Question<'hops'> = {
  kind: 'hops',
  want: state => {
    const { of, windowOf, window } = state.flow;
    if (of !== windowOf || window.rows.length >= window.total) return null;
    const conversations = [...shownConversations(state)];
    return {
      key: `${of} ${stamp(state, conversations)}`,
      ask: { conversations },
      take: (now, rows) => ({ ...now, flow: { ...now.flow, hops: rows, hopsOf: of } }),
    };
  },
};

/** Changes when the shown conversations may have more messages: known by their rows, else by any progress. */
function stamp(state: State, conversations: readonly number[]): string {
  const [only] = conversations;
  const row = conversations.length === 1 && state.list.window.rows.find(known => known.index === only);
  return row ? `${row.messages} ${row.endUs}` : String(revisionOf(state));
}

const message: Question<'message'> = {
  kind: 'message',
  want: state => {
    const id = currentMessage(state)?.id;
    if (id === undefined) return null;
    return {
      key: String(id),
      ask: { id },
      take: (now, answer) => {
        const open = 'gone' in answer ? { id, gone: answer.gone } : answer;
        return jumped({ ...now, message: { ...now.message, open } });
      },
    };
  },
};

/** The two messages being compared are read one after the other. */
const compared: Question<'message'> = {
  kind: 'message',
  want: state => {
    const missing = state.message.compared?.find(id => !state.message.texts.has(id));
    if (missing === undefined) return null;
    return {
      key: String(missing),
      ask: { id: missing },
      take: (now, answer) => {
        const texts = new Map(now.message.texts);
        texts.set(missing, 'gone' in answer ? answer.gone : answer);
        return { ...now, message: { ...now.message, texts } };
      },
    };
  },
};

const stats: Question<'stats'> = {
  kind: 'stats',
  want: state =>
    state.dialog?.kind === 'stats'
      ? { key: String(revisionOf(state)), ask: {}, take: (now, answer) => ({ ...now, stats: answer }) }
      : null,
};

/** Changes while a capture grows, ever more seldom: for what is asked of all of it and need not be exact. */
function growth({ progress }: State): string {
  return `${progress?.loading} ${Math.round(4 * Math.log2(1 + (progress?.conversations ?? 0)))}`;
}

const headers: Question<'headers'> = {
  kind: 'headers',
  restMs: REST_MS,
  want: state => {
    const { dialog } = state;
    const wanted =
      dialog?.kind === 'command' ||
      (dialog?.kind === 'pick' && dialog.purpose === 'columns') ||
      state.view.focus === 'filter';
    if (!wanted) return null;
    return { key: '', revision: revisionOf(state), ask: {}, take: (now, answer) => ({ ...now, headers: answer }) };
  },
};

const values: Question<'values'> = {
  kind: 'values',
  want: state => {
    const field = state.view.focus === 'filter' ? wantedField(state) : null;
    if (field === null) return null;
    const take = (now: State, items: State['values']['items']) => ({ ...now, values: { field, items } });
    return { key: `${field} ${growth(state)}`, ask: { field, limit: VALUES_LIMIT }, take };
  },
};

/** How many conversations each term of the filter matches, while it is being written. */
const counts: Question<'counts'> = {
  kind: 'counts',
  urgent: true,
  restMs: REST_MS,
  want: state => {
    if (state.view.focus !== 'filter') return null;
    const queries = [...new Set(termsOf(state.filter.editor.text).map(term => term.text))];
    if (queries.length === 0) return null;
    return {
      key: queries.join('\n'),
      // While a file loads the counts of the beginning have to do: each is a look at every conversation.
      revision: state.progress?.loading ? 0 : revisionOf(state),
      ask: { queries },
      take: (now, answer) => ({
        ...now,
        filter: { ...now.filter, counts: { queries, counts: answer.counts } },
      }),
    };
  },
};

/** Every question, in the order they are asked. */
export const QUESTIONS = { result, position, rows, messages, hops, message, compared, stats, headers, values, counts };
