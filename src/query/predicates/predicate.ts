/** Predicates over rows of a subject, and how they combine: the cheap ones run first. */
import type { Interned, MessageText } from './subject.js';
import type { MessageId, RowId } from '../../model/ids.js';
import type { TextTest } from '../values/texts.js';

/**
 * `message` is one message of the conversation `row`, or NO_MESSAGE where the whole conversation is asked; `text` is the message's, null
 * where it is not read.
 */
export type Test = (row: RowId, message: MessageId, text: MessageText | null) => boolean;

export interface Predicate {
  test: Test;
  /** The answer from columns alone: false only if `test` is false whatever the messages say. */
  might: Test;
  /** Approximate array look-ups per row. */
  cost: number;
  /** The result depends on the text of messages. */
  readsText: boolean;
  /** A message passes only if its whole text passes this; null if there is no such test. */
  needs: TextTest | null;
}

/** Costs of the kinds of look-up, in look-ups of a figure; `distinct`: a column whose values hardly ever repeat. */
export const COST = { figure: 1, column: 2, distinct: 12, numbers: 12, messages: 16, text: 10_000 } as const;

const always: Test = () => true;

export const EVERY: Predicate = { test: always, might: always, cost: 0, readsText: false, needs: null };

export function predicate(test: Test, cost: number): Predicate {
  return { test, might: test, cost, readsText: false, needs: null };
}

/** All or any of the parts, the cheap ones first. */
export function combine(kind: 'and' | 'or', parts: readonly Predicate[]): Predicate {
  if (parts.length === 1) return parts[0]!;
  const ordered = [...parts].sort((one, other) => one.cost - other.cost);
  const cost = parts.reduce((sum, part) => sum + part.cost, 0);
  const readsText = parts.some(part => part.readsText);
  const test = joined(
    kind,
    ordered.map(part => part.test),
  );
  const might = readsText
    ? joined(
        kind,
        ordered.map(part => part.might),
      )
    : test;
  const needs = neededBy(
    kind,
    parts.map(part => part.needs),
  );
  return { test, might, cost, readsText, needs };
}

function joined(kind: 'and' | 'or', tests: readonly Test[]): Test {
  const decides = kind === 'or';
  return (row, message, text) => {
    for (let i = 0; i < tests.length; i++) if (tests[i]!(row, message, text) === decides) return decides;
    return !decides;
  };
}

/** If all parts must pass, the test of any one will do; of alternatives, each must have a test. */
function neededBy(kind: 'and' | 'or', parts: readonly (TextTest | null)[]): TextTest | null {
  const known = parts.filter(part => part !== null);
  if (kind === 'and') return known[0] ?? null;
  return known.length < parts.length ? null : text => known.some(test => test(text));
}

export function negate(part: Predicate): Predicate {
  const { test, readsText } = part;
  const opposite: Test = (row, message, text) => !test(row, message, text);
  return { ...part, test: opposite, might: readsText ? always : opposite, needs: null };
}

/** Testing this many texts takes well below a millisecond, if they have no more characters than that. */
const MAX_EAGER_TEXTS = 512;
const MAX_EAGER_CHARACTERS = 1 << 16;

/** Tests each text once and caches the result by id. */
export function remembered<Id extends number>(
  text: (id: Id) => string | null,
  test: (text: string) => boolean,
): (id: Id) => boolean {
  const UNKNOWN = 0;
  const NO = 1;
  const YES = 2;
  let answers = new Uint8Array(1024);
  return id => {
    if (id < 0) return false;
    if (id >= answers.length) {
      const grown = new Uint8Array(Math.max(answers.length * 2, id + 1));
      grown.set(answers);
      answers = grown;
    }
    if (answers[id] === UNKNOWN) {
      const value = text(id);
      answers[id] = value !== null && test(value) ? YES : NO;
    }
    return answers[id] === YES;
  };
}

/**
 * A test of one column by row or by message. If there are few texts, all are tested first: mostly none passes, and no
 * row has to be looked at.
 */
export function columnTest<Row>(column: Interned<Row>, test: (text: string) => boolean): (row: Row) => boolean {
  const passes = remembered((id: number) => column.text(id), test);
  const { count } = column;
  if (count === undefined) return row => passes(column.id(row));
  let tested = 0;
  let characters = 0;
  let some = false;
  return row => {
    for (
      const texts = Math.min(count(), MAX_EAGER_TEXTS);
      tested < texts && characters < MAX_EAGER_CHARACTERS;
      tested++
    ) {
      characters += column.text(tested)?.length ?? 0;
      some = passes(tested) || some;
    }
    const isAll = tested < MAX_EAGER_TEXTS && characters < MAX_EAGER_CHARACTERS;
    return (some || !isAll) && passes(column.id(row));
  };
}
