/**
 * Changing the filter of the prompt. In: the words after add, del, set or reset. Out: the state with the new filter, which is
 * the engine's result then, and how many conversations match it.
 */
import { didYouMean } from '../query/fault.js';
import { FIELD_NAMES, fieldOf } from '../query/fields.js';
import { parse } from '../query/parse.js';
import { groupsOf, NO_FILTER, queryOf, type ShellFilter, withGroup, withoutGroup } from './filter.js';
import { conversations, type Said, wrong } from './said.js';
import type { Command, ShellEngine, Speech } from './speech.js';
import type { ShellState } from './state.js';

/** Words that may begin a term besides the name of a field. */
const OPENING = /^(?:not|message\(|!|\()/;

/** Makes what a filter matches the engine's result, in order of arrival or of Call-IDs, and answers how many there are. */
export async function apply(
  engine: ShellEngine,
  filter: ShellFilter,
  key: 'index' | 'callid' = 'index',
): Promise<number> {
  const { fault } = await engine.request('result', { query: queryOf(filter), sort: { key, descending: false } });
  if (fault !== null) return 0;
  const { matched } = await engine.request('settled', {});
  return matched;
}

export const add: Command = async function* ({ text }, state, engine) {
  const groups = yield* readGroups('add', text);
  if (groups === null) return state;
  let filter = state.filter;
  for (const group of groups) {
    const added = withGroup(filter, group);
    filter = added.filter;
    for (const known of added.known) yield wrong(`${known} is in the filter already.`);
  }
  return yield* change(filter, state, engine);
};

export const del: Command = async function* ({ text }, state, engine) {
  const whole = fieldOf(text);
  const about = whole?.header == null ? whole?.field.name : `header.${whole.header}`;
  const groups = about !== undefined ? [{ about, texts: null }] : yield* readGroups('del', text);
  if (groups === null) return state;
  let filter = state.filter;
  for (const group of groups) {
    const removed = withoutGroup(filter, group.about, group.texts);
    filter = removed.filter;
    for (const missing of removed.missing) yield wrong(`${missing} is not in the filter; show lists what is.`);
  }
  return yield* change(filter, state, engine);
};

export const set: Command = async function* ({ words: [what, condition] }, state, engine) {
  if (what !== 'condition' || (condition !== 'and' && condition !== 'or')) {
    yield wrong('Write set condition and, or set condition or.');
    return state;
  }
  return yield* change({ ...state.filter, condition }, state, engine);
};

export const reset: Command = (_, state, engine) => change(NO_FILTER, state, engine);

async function* change(filter: ShellFilter, state: ShellState, engine: ShellEngine): Speech {
  yield conversations(await apply(engine, filter));
  return { ...state, filter };
}

/** The terms written after a command; null, after saying why, where they cannot be read. */
async function* readGroups(command: string, text: string): AsyncGenerator<Said, ReturnType<typeof groupsOf> | null> {
  const [first = ''] = text.split(/\s/, 1);
  if (text === '') yield wrong(`${command} what? For instance: ${command} dstnum 5660066. help add lists the fields.`);
  else if (fieldOf(first) === null && !OPENING.test(first))
    yield wrong(`There is no field ${first}${didYouMean(first, FIELD_NAMES) || '; help add lists them.'}`);
  else {
    const parsed = parse(text);
    if ('tree' in parsed) return groupsOf(parsed.tree);
    const { start, end, message } = parsed.fault;
    yield wrong(`${message}:`);
    yield wrong(`  ${text}`);
    yield wrong(`  ${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))}`);
  }
  return null;
}
