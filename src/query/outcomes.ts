/**
 * The outcome of a conversation as one field: a state (busy) or a final status (486, 4xx). In: a value. Out: a test of both.
 */
import { STATES } from '../sip/states.js';
import { statusTest } from './quantities.js';
import { isAnything, type Reading } from './reading.js';
import { wordTest } from './texts.js';
import type { Value } from './tree.js';

/** Exactly one of the two is asked. */
export type OutcomeTest = { state: (state: string) => boolean } | { status: (status: number) => boolean };

/** Reads a state or a status. */
export function outcomeTest(value: Value): Reading<OutcomeTest> {
  const status = isAnything(value) ? null : statusTest(value);
  if (status && 'test' in status) return { test: { status: status.test } };
  const state = wordTest(value, STATES);
  if ('test' in state) return { test: { state: state.test } };
  return { expected: `a final status or ${state.expected}` };
}
