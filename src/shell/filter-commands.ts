/** The commands that change the filter: add, del, set and reset. Each prints how many conversations match. */
import { excerpt, quoted } from '../format/excerpts.js';
import type { ConversationRow } from '../engine/protocol/rows.js';
import type { Window } from '../engine/protocol/query.js';
import { didYouMean } from '../query/language/fault.js';
import { FIELD_NAMES, fieldOf } from '../query/language/fields.js';
import { parse } from '../query/language/parse.js';
import { isStandIn } from '../query/language/stand-ins.js';
import { groupsOf, NO_FILTER, queryOf, type ShellFilter, withGroup, withoutGroup } from './filter.js';
import { caretBelow } from '../terminal/text.js';
import {
  type Command,
  conversations,
  type OutputLine,
  refusal,
  remark,
  type ShellEngine,
  type ShellOutput,
} from './output.js';
import type { ShellState } from './state.js';

/** What may begin a term besides the name of a field. */
const OPENING = /^(?:not|message\(|!|\()/;

/** How many conversations match a filter. */
export async function countMatching(engine: ShellEngine, filter: ShellFilter): Promise<number> {
  const { total } = await matching(engine, filter, 0, 0);
  return total;
}

/** A page of the conversations that match a filter, in order of arrival. */
export function matching(
  engine: ShellEngine,
  filter: ShellFilter,
  first: number,
  count: number,
): Promise<Window<ConversationRow>> {
  const sort = { key: 'index', descending: false } as const;
  return engine.request('matching', { query: queryOf(filter), sort, first, count, withUris: false });
}

export const add: Command = async function* ({ text }, state, engine) {
  const groups = yield* readGroups('add', text);
  if (groups === null) return state;
  let filter = state.filter;
  for (const group of groups) {
    const added = withGroup(filter, group);
    filter = added.filter;
    for (const known of added.known) yield remark(`${quoted(known)} is in the filter already.`);
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
    for (const missing of removed.missing)
      yield refusal(`${quoted(missing)} is not in the filter; show lists what is.`);
  }
  return yield* change(filter, state, engine);
};

export const set: Command = async function* ({ words: [what, condition] }, state, engine) {
  if (what !== 'condition' || (condition !== 'and' && condition !== 'or')) {
    yield refusal('Write set condition and, or set condition or.');
    return state;
  }
  return yield* change({ ...state.filter, condition }, state, engine);
};

export const reset: Command = (_, state, engine) => change(NO_FILTER, state, engine);

async function* change(filter: ShellFilter, state: ShellState, engine: ShellEngine): ShellOutput {
  yield conversations(await countMatching(engine, filter));
  return { ...state, filter };
}

/** Parses the terms after a command; null, after a refusal, if they cannot be parsed. */
async function* readGroups(
  command: string,
  text: string,
): AsyncGenerator<OutputLine, ReturnType<typeof groupsOf> | null> {
  const [first = ''] = text.split(/\s/, 1);
  if (text === '')
    yield refusal(`${command} what? For instance: ${command} dstnum 5660066. help add lists the fields.`);
  else if (fieldOf(first) === null && !OPENING.test(first) && !isStandIn(first))
    yield refusal(`There is no field ${quoted(first)}${didYouMean(first, FIELD_NAMES) || '; help add lists them.'}`);
  else {
    const parsed = parse(text);
    if ('tree' in parsed) return groupsOf(parsed.tree);
    yield refusal(`${parsed.fault.message}:`);
    const part = excerpt(text, parsed.fault.start, parsed.fault.end);
    yield refusal(`  ${part.text}`);
    yield refusal(`  ${caretBelow(part.text, part.start, part.end)}`);
  }
  return null;
}
