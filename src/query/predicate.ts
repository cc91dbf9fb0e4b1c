/**
 * Predicates over rows of a subject and how they are put together. In: tests and columns. Out: predicates that look first
 * where looking is cheap.
 */
import type { Interned } from './subject.js';
import type { TextTest } from './texts.js';

/** `message` is one message of the conversation `row`, or -1 where the whole conversation is asked. */
export type Test = (row: number, message: number) => boolean;

export interface Predicate {
  test: Test;
  /** Array look-ups a row, roughly. */
  cost: number;
  /** Reads the text of messages. */
  readsText: boolean;
  /** A row passes only if the whole text of one of its messages passes this; null where nothing of the kind is known. */
  needs: TextTest | null;
}

/** What the kinds of look-ups cost beside one of a figure; `distinct` is a column in which hardly a value comes twice. */
export const COST = { figure: 1, column: 2, distinct: 12, numbers: 12, messages: 16, text: 10_000 } as const;

export const EVERY: Predicate = { test: () => true, cost: 0, readsText: false, needs: null };

export function predicate(test: Test, cost: number): Predicate {
  return { test, cost, readsText: cost >= COST.text, needs: null };
}

/** All or any of them, the cheap ones first. */
export function combine(kind: 'and' | 'or', parts: readonly Predicate[]): Predicate {
  if (parts.length === 1) return parts[0]!;
  const tests = [...parts].sort((one, other) => one.cost - other.cost).map(part => part.test);
  const cost = parts.reduce((sum, part) => sum + part.cost, 0);
  const readsText = parts.some(part => part.readsText);
  const decides = kind === 'or';
  const test: Test = (row, message) => {
    for (let i = 0; i < tests.length; i++) if (tests[i]!(row, message) === decides) return decides;
    return !decides;
  };
  const needs = neededBy(
    kind,
    parts.map(part => part.needs),
  );
  return { test, cost, readsText, needs };
}

/** Of parts that must all pass, one may speak for all; of alternatives each must have its say. */
function neededBy(kind: 'and' | 'or', parts: readonly (TextTest | null)[]): TextTest | null {
  const known = parts.filter(part => part !== null);
  if (kind === 'and') return known[0] ?? null;
  return known.length < parts.length ? null : text => known.some(test => test(text));
}

export function negate(part: Predicate): Predicate {
  const { test } = part;
  return { ...part, test: (row, message) => !test(row, message), needs: null };
}

/** Tests a text once for each id and remembers the answer. */
export function remembered(
  text: (id: number) => string | null,
  test: (text: string) => boolean,
): (id: number) => boolean {
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

/** A test of one column by row or by message. */
export function columnTest(column: Interned, test: (text: string) => boolean): (row: number) => boolean {
  const passes = remembered(id => column.text(id), test);
  return row => passes(column.id(row));
}
