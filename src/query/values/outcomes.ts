/**
 * The outcome of a conversation as one filter value: a final status (486, 4xx), a state (busy), or part of a kind of
 * model/outcomes.ts ("caller hung up"). A state is compared with the state, and with a kind of the same spelling.
 */
import { OUTCOMES } from '../../model/outcomes.js';
import { STATES } from '../../sip/states.js';
import { statusTest } from './quantities.js';
import { isAnything, type Reading } from './reading.js';
import { textTest, type TextTest, wordTest } from './texts.js';
import type { Value } from '../language/tree.js';

/** A test of the final status; or of the state and the kind, either of which may pass. */
export type OutcomeTest = { status: (status: number) => boolean } | { state: TextTest | null; kind: TextTest | null };

export function outcomeTest(value: Value): Reading<OutcomeTest> {
  const status = isAnything(value) ? null : statusTest(value);
  if (status && 'test' in status) return { test: { status: status.test } };
  const state = wordTest(value, STATES);
  if ('test' in state) {
    // Most states are not the name of a kind, so kinds need no look-up. A pattern may match statuses.
    const isKind = value.form === 'regex' || OUTCOMES.some(state.test);
    return { test: { state: state.test, kind: isKind ? state.test : null } };
  }
  const kind = textTest(value);
  if ('test' in kind && OUTCOMES.some(kind.test)) return { test: { state: null, kind: kind.test } };
  return { expected: `a final status, part of an outcome or ${state.expected}` };
}
