/**
 * The outcome of a conversation as one field: a final status (486, 4xx), a state (busy), or a part of the kinds of model/outcomes.ts
 * ("caller hung up"). A state is asked of the state, and of the kind that is spelled like it.
 */
import { OUTCOMES } from '../../model/outcomes.js';
import { STATES } from '../../sip/states.js';
import { statusTest } from './quantities.js';
import { isAnything, type Reading } from './reading.js';
import { textTest, type TextTest, wordTest } from './texts.js';
import type { Value } from '../language/tree.js';

/** The final status is asked; or what became of it, by either of two texts. */
export type OutcomeTest = { status: (status: number) => boolean } | { state: TextTest | null; kind: TextTest | null };

export function outcomeTest(value: Value): Reading<OutcomeTest> {
  const status = isAnything(value) ? null : statusTest(value);
  if (status && 'test' in status) return { test: { status: status.test } };
  const state = wordTest(value, STATES);
  if ('test' in state) {
    // Most states are no kind: those need not be looked up. A pattern may ask for statuses.
    const isKind = value.form === 'regex' || OUTCOMES.some(state.test);
    return { test: { state: state.test, kind: isKind ? state.test : null } };
  }
  const kind = textTest(value);
  if ('test' in kind && OUTCOMES.some(kind.test)) return { test: { state: null, kind: kind.test } };
  return { expected: `a final status, part of an outcome or ${state.expected}` };
}
