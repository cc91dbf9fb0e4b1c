/**
 * The questions a state may have for the engine. Each says where its answer is kept, what it asks for in a state, and what an answer
 * changes; sync.ts does the rest. A new question is one entry here and one place in the state.
 */
import type { RowId } from '../../model/ids.js';
import { asking, askingAnew, isCurrent, take, unasked } from '../answered.js';
import { headerNames } from '../list/columns.js';
import { valuesKey, wantedValues } from '../filter/completion.js';
import { queryOf, typedTerms } from '../filter/typed-filter.js';
import { atRow, atStart, follows, withRows } from '../list/list-window.js';
import { emptyMessages, type State } from '../state.js';
import { callAtHand, currentMessage, currentRow, openedConversations, shownConversations } from '../view/current.js';
import { listRows } from '../view/layout.js';
import { turnsOf } from '../view/legs.js';
import { jumped } from '../view/open-message.js';
import { placesOf } from '../view/places.js';
import { withBegun } from './begun.js';
import { type Question, question } from './question.js';

/** Messages of a ladder kept at a time. */
const MESSAGE_WINDOW = 1000;
/** The cursor stays this far from the ends of the window where there is more. */
const WINDOW_EDGE = 200;

/** Live traffic changes counts all the time: people read them twice a second at most. */
const REST_MS = 500;

/** Each time, all conversations of the list are looked at. */
const INCIDENTS_MS = 1000;
const WORST_INCIDENTS = { certainty: 'likely', count: 20, conversations: 200 } as const;
const ALL_INCIDENTS = { certainty: 'hint', count: 300, conversations: 200 } as const;

/** Distinct values of a field looked through for completions. */
const VALUES_LIMIT = 5000;

/** Grows whenever rows may have changed; stands still while the screen is paused. */
function revisionOf(state: State): number {
  return state.progress?.revision ?? 0;
}

const result = question({
  kind: 'result',
  urgent: true,
  kept: state => state.result,
  keep: (state, result) => ({ ...state, result }),
  want: ({ filter, sort, preferences: { calls } }) => {
    const query = queryOf(filter);
    return {
      key: `${query}\n${sort.key} ${sort.descending} ${calls}`,
      version: '',
      ask: { query, sort, calls, verdicts: true },
    };
  },
  take: (state, { fault }, { key, ask: { query, sort } }) => {
    const filter = { ...state.filter, fault };
    if (fault) return { ...state, filter };
    const found = follows(state) ? undefined : currentRow(state);
    // A filter starts at its top; another order keeps the conversation under the cursor.
    const next = query === state.result.value.query ? state : atStart(state);
    const { list } = next;
    const seek = found ? askingAnew(list.seek, found.index) : unasked<RowId, number>(-1);
    const window = asking(list.window, (list.window.asked ?? 0) + 1);
    return { ...next, filter, result: take(state.result, key, { query, sort }), list: { ...list, seek, window } };
  },
});

/** Where the conversation is that the cursor is to go to. */
const position = question({
  kind: 'position',
  kept: state => state.list.seek,
  keep: (state, seek) => ({ ...state, list: { ...state.list, seek } }),
  want: ({ list: { seek, window } }) =>
    seek.asked === null || isCurrent(seek)
      ? null
      : { key: seek.asked, version: window.asked ?? 0, ask: { conversation: seek.asked } },
  take: (state, { position: at }, { key, version, from }) => {
    // A position in an older result: it is asked for again in this one.
    if (version !== state.list.window.asked) return state;
    const seek = take(state.list.seek, key, at);
    const next: State = { ...state, list: { ...state.list, seek } };
    // Whoever moved meanwhile stays there.
    const stays = at < 0 || !isCurrent(seek) || state.list.cursor !== from.list.cursor;
    if (stays) return next;
    const { view, list } = state;
    // No move of the user's: what is to be followed after the pause still is.
    return { ...atRow(next, at), view: view.pausedAt === list.cursor ? { ...view, pausedAt: at } : view };
  },
});

const rows = question({
  kind: 'rows',
  kept: state => state.list.window,
  keep: (state, window) => ({ ...state, list: { ...state.list, window } }),
  want: state => {
    const { list } = state;
    const number = list.window.asked;
    if (number === null || !isCurrent(list.seek)) return null;
    const page = listRows(placesOf(state));
    const headers = headerNames(list.columns);
    const kept = list.window.value;
    const covered = list.top >= kept.first && Math.min(list.top + page, kept.total) <= kept.first + kept.rows.length;
    // A page before and after what is seen, so that a step seldom asks. A list that follows asks for its end, wherever that is by then.
    const first = follows(state) ? null : covered ? kept.first : Math.max(0, list.top - page);
    const count = covered ? Math.max(kept.rows.length, 3 * page) : 3 * page;
    return {
      key: number,
      version: `${revisionOf(state)} ${list.foldings} ${first} ${count} ${headers.join()}`,
      ask: { first, count, headers, withUris: false },
    };
  },
  take: (state, window, { key }) => withRows(state, window, key),
});

/** The legs of the call in the flow: while its ladder shows them, or is looked at. */
const call = question({
  kind: 'call',
  // Answering it brings the calls up to date, which is not to be done with every batch of a file.
  restMs: REST_MS,
  kept: state => state.flow.call,
  keep: (state, call) => ({ ...state, flow: { ...state.flow, call } }),
  want: state => {
    const { view, dialog } = state;
    const [conversation] = openedConversations(state);
    const isLookedAt = view.legs || view.focus === 'flow' || view.focus === 'message' || dialog?.kind === 'call';
    if (conversation === undefined || !isLookedAt) return null;
    return { key: conversation, version: revisionOf(state), ask: { conversation } };
  },
  take: (state, answer, { key }) => ({
    ...state,
    flow: { ...state.flow, call: take(state.flow.call, key, answer) },
  }),
});

/** What was changed between the legs, while the sheet of the call is open. */
const changes = question({
  kind: 'legChanges',
  kept: state => state.flow.changes,
  keep: (state, changes) => ({ ...state, flow: { ...state.flow, changes } }),
  want: state => {
    const call = state.dialog?.kind === 'call' ? callAtHand(state) : null;
    const pairs = call ? turnsOf(call) : [];
    if (pairs.length === 0) return null;
    return { key: pairs.map(({ a, b }) => `${a} ${b}`).join(), version: '', ask: { pairs } };
  },
  take: (state, answer, { key }) => ({
    ...state,
    flow: { ...state.flow, changes: take(state.flow.changes, key, answer) },
  }),
});

const messages = question({
  kind: 'messages',
  kept: state => state.flow.window,
  keep: (state, window) => ({ ...state, flow: { ...state.flow, window } }),
  want: state => {
    const conversations = [...shownConversations(state)];
    if (conversations.length === 0) return null;
    const { flow } = state;
    const kept = isCurrent(flow.window) ? flow.window.value : emptyMessages();
    const last = kept.first + kept.rows.length;
    // Near an end of the window that is not the end of all, the next window is asked for.
    const inside =
      flow.cursor >= kept.first + (kept.first > 0 ? WINDOW_EDGE : 0) &&
      flow.cursor < last - (last < kept.total ? WINDOW_EDGE : 0);
    const first = flow.sought?.from ?? (inside ? kept.first : Math.max(0, flow.cursor - (MESSAGE_WINDOW >> 1)));
    const withSdp = state.preferences.sdp;
    return {
      key: conversations.join(),
      version: `${first} ${withSdp} ${growthOf(state, conversations)}`,
      ask: { conversations, first, count: MESSAGE_WINDOW, withSdp },
    };
  },
  take: (state, window, { key }) => ({
    ...state,
    flow: { ...state.flow, window: take(state.flow.window, key, window) },
  }),
});

/** The lanes of a ladder that is longer than its window. */
const hops = question({
  kind: 'hops',
  kept: state => state.flow.hops,
  keep: (state, hops) => ({ ...state, flow: { ...state.flow, hops } }),
  want: state => {
    const { window } = state.flow;
    if (!isCurrent(window) || window.value.rows.length >= window.value.total) return null;
    const conversations = [...shownConversations(state)];
    return { key: conversations.join(), version: growthOf(state, conversations), ask: { conversations } };
  },
  take: (state, rows, { key }) => ({ ...state, flow: { ...state.flow, hops: take(state.flow.hops, key, rows) } }),
});

/** Changes when the shown conversations may have more messages or events: known by the row of a single one, else by any progress. */
function growthOf(state: State, conversations: readonly RowId[]): string {
  const [only] = conversations;
  const row = conversations.length === 1 && state.list.window.value.rows.find(known => known.index === only);
  return row ? `${row.messages} ${row.events} ${row.endUs}` : String(revisionOf(state));
}

/** The message under the flow's cursor. */
const message = question({
  kind: 'message',
  kept: state => state.message.open,
  keep: (state, open) => ({ ...state, message: { ...state.message, open } }),
  want: state => {
    const id = currentMessage(state)?.id;
    return id === undefined ? null : { key: id, version: '', ask: { id } };
  },
  take: (state, answer, { key }) =>
    jumped({ ...state, message: { ...state.message, open: take(state.message.open, key, answer) } }),
});

/** One of the two messages that are compared. */
function side(at: 0 | 1): Question {
  const keep = (state: State, side: State['message']['open']): State => {
    const [left, right] = state.message.sides;
    return { ...state, message: { ...state.message, sides: at === 0 ? [side, right] : [left, side] } };
  };
  return question({
    kind: 'message',
    kept: state => state.message.sides[at],
    keep,
    want: ({ message: { compared } }) =>
      compared ? { key: compared[at], version: '', ask: { id: compared[at] } } : null,
    take: (state, answer, { key }) => keep(state, take(state.message.sides[at], key, answer)),
  });
}

const stats = question({
  kind: 'stats',
  kept: state => state.stats,
  keep: (state, stats) => ({ ...state, stats }),
  want: state => (state.dialog?.kind === 'stats' ? { key: 'all', version: revisionOf(state), ask: {} } : null),
  take: (state, answer, { key }) => ({ ...state, stats: take(state.stats, key, answer) }),
});

/** What the log prints near the message under the flow's cursor: more may come behind it, or be let go. */
const remarks = question({
  kind: 'remarks',
  kept: state => state.remarks,
  keep: (state, remarks) => ({ ...state, remarks }),
  want: state => {
    const id = state.dialog?.kind === 'remarks' ? currentMessage(state)?.id : undefined;
    return id === undefined ? null : { key: id, version: revisionOf(state), ask: { id } };
  },
  take: (state, answer, { key }) => ({ ...state, remarks: take(state.remarks, key, answer) }),
});

/** What is wrong with the conversations of the dialog. */
const diagnosis = question({
  kind: 'diagnosis',
  restMs: REST_MS,
  kept: state => state.diagnosis,
  keep: (state, diagnosis) => ({ ...state, diagnosis }),
  want: state => {
    const { dialog } = state;
    if (dialog?.kind !== 'diagnosis') return null;
    const { conversations } = dialog;
    return { key: conversations.join(), version: revisionOf(state), ask: { conversations } };
  },
  take: (state, { diagnosed }, { key }) => ({ ...state, diagnosis: take(state.diagnosis, key, diagnosed) }),
});

/** What is wrong in the list: the worst of it above the list, all of it in its dialog. */
const incidents = question({
  kind: 'incidents',
  restMs: INCIDENTS_MS,
  kept: state => state.incidents,
  keep: (state, incidents) => ({ ...state, incidents }),
  want: state => {
    const { dialog, list, preferences, newest } = state;
    const number = list.window.asked;
    const all = dialog?.kind === 'incidents';
    // What begins while traffic is watched is told of, though the strip is put away.
    if (number === null || !(all || preferences.incidents || newest?.live)) return null;
    const ask = all ? ALL_INCIDENTS : WORST_INCIDENTS;
    // Answering it brings the verdicts up to date: while a file loads, ever more seldom.
    const { loading = false, conversations = 0 } = state.progress ?? {};
    const version = loading ? `loading ${Math.round(2 * Math.log2(1 + conversations))}` : revisionOf(state);
    return { key: `${number} ${all}`, version, ask };
  },
  take: (state, answer, { key, from }) => {
    const next = { ...state, incidents: take(state.incidents, key, answer) };
    // Asked while a filter was on its way, it may be of that filter's result.
    const isExact = isCurrent(from.result) && state.result === from.result;
    return isExact ? withBegun(next, Number.parseInt(key, 10)) : next;
  },
});

const headers = question({
  kind: 'headers',
  restMs: REST_MS,
  kept: state => state.headers,
  keep: (state, headers) => ({ ...state, headers }),
  want: state => {
    const { dialog, view } = state;
    const offersHeaders =
      dialog?.kind === 'command' ||
      (dialog?.kind === 'pick' && dialog.purpose === 'columns') ||
      view.focus === 'filter';
    return offersHeaders ? { key: 'all', version: revisionOf(state), ask: {} } : null;
  },
  take: (state, answer, { key }) => ({ ...state, headers: take(state.headers, key, answer) }),
});

/** Values of the field at the filter's cursor. They need not be exact: asked again ever more seldom as the capture grows. */
const values = question({
  kind: 'values',
  urgent: true,
  kept: state => state.values,
  keep: (state, values) => ({ ...state, values }),
  want: state => {
    const want = state.view.focus === 'filter' ? wantedValues(state) : null;
    if (want === null) return null;
    const { loading, conversations = 0 } = state.progress ?? {};
    const version = `${loading} ${Math.round(4 * Math.log2(1 + conversations))}`;
    return { key: valuesKey(want), version, ask: { ...want, limit: VALUES_LIMIT } };
  },
  take: (state, answer, { key }) => ({ ...state, values: take(state.values, key, answer) }),
});

/** How many conversations each term of the filter matches, while it is being written. */
const counts = question({
  kind: 'counts',
  urgent: true,
  restMs: REST_MS,
  kept: state => state.filter.counts,
  keep: (state, counts) => ({ ...state, filter: { ...state.filter, counts } }),
  want: state => {
    if (state.view.focus !== 'filter') return null;
    const terms = typedTerms(state.filter);
    const queries = [...new Set(terms.flatMap(({ text, without }) => (without === null ? [text] : [text, without])))];
    if (queries.length === 0) return null;
    // While a file loads the counts of its beginning have to do: each is a look at every conversation.
    const version = state.progress?.loading ? 0 : revisionOf(state);
    return { key: queries.join('\n'), version, ask: { queries } };
  },
  take: (state, answer, { key, ask: { queries } }) => {
    const byTerm = new Map(queries.map((query, at) => [query, answer.counts[at] ?? null]));
    return { ...state, filter: { ...state.filter, counts: take(state.filter.counts, key, byTerm) } };
  },
});

/** Every question, in the order they are asked. */
export const QUESTIONS: readonly Question[] = [
  ...[result, position, rows, call, changes, messages, hops],
  ...[message, side(0), side(1), remarks, diagnosis, incidents, stats, headers, values, counts],
];

/** The state with all its questions noted: what is asked for stands beside what is answered. */
export function noted(state: State): State {
  return QUESTIONS.reduce((before, question) => question.noted(before), state);
}
