/**
 * What a term applies to, a whole conversation or one message inside message(…), and what all terms build their
 * predicates with.
 */
import { type MessageId, NO_ROW, type RowId } from '../../model/ids.js';
import { NUMBER_KINDS } from '../../sip/headers/header-table.js';
import type { NumberPlan } from '../values/numbers.js';
import { COST, type Predicate, predicate, type Test } from './predicate.js';
import type { MessageText, Subject } from './subject.js';
import type { TextTerm } from './text-term.js';
import type { TextTest } from '../values/texts.js';

export interface Scope {
  subject: Subject;
  plan: NumberPlan;
  /** Terms are about one message. */
  oneMessage: boolean;
  /** Bare words also match what looks similar. */
  fuzzy: boolean;
  /** Registers a number test of the query, so that the row can show where the number occurs. */
  numberAsked(passes: (number: number) => boolean): void;
  /**
   * Where the numbers of the query occur in a conversation: bits as in `Subject.numbers`. Complete once everything is
   * compiled.
   */
  placesFound(row: RowId): number;
  /** Registers a test of messages' texts, which must run before the query has an answer. */
  textTerm(part: Predicate): TextTerm;
}

/** Tests a message's columns: of the message at hand, or of any in the conversation. */
export function ofMessage(scope: Scope, test: (message: MessageId) => boolean, cost: number): Predicate {
  return anyMessage(
    scope,
    predicate((_, message) => test(message), cost),
  );
}

/**
 * Tests a message's text: of the message at hand, or of any in the conversation. `might`: what columns say of a
 * message that passes; `needs`: a test its whole text then passes, if there is one.
 */
export function ofText(
  scope: Scope,
  test: (text: MessageText) => boolean,
  { might, needs = null }: { might?: Test; needs?: TextTest | null } = {},
): Predicate {
  const columns: Test = might ?? (() => true);
  const reads: Test = (row, message, text) => text !== null && columns(row, message, text) && test(text);
  return anyMessage(scope, { test: reads, might: columns, cost: COST.text, readsText: true, needs });
}

/** Tests a message's whole text, without splitting the message into its parts. */
export function ofWholeText(scope: Scope, test: TextTest): Predicate {
  return ofText(scope, message => test(message.whole()), { needs: test });
}

/** True if one message passes: the message at hand, or any in the conversation. */
export function anyMessage(scope: Scope, part: Predicate): Predicate {
  if (scope.oneMessage) return part;
  if (part.readsText) {
    const term = scope.textTerm(part);
    return { ...predicate(row => term.holds(row), COST.column), might: () => true, readsText: true };
  }
  const { test } = part;
  let current = NO_ROW;
  const visit = (message: MessageId) => test(current, message, null);
  const any = (row: RowId) => {
    current = row;
    return scope.subject.messages(row, visit);
  };
  return predicate(any, part.cost + COST.messages);
}

/** Names of the places whose bits are set: "To, Diversion"; null for none. */
export function placeNames(kinds: number): string | null {
  const names = NUMBER_KINDS.filter((_, kind) => (kinds & (1 << kind)) !== 0);
  return names.length === 0 ? null : names.join(', ');
}
