/**
 * Where a term is asked: of a whole conversation, or of one message inside message(…); and what all terms build their predicates
 * with.
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
  /** Bare words match what is nearly right. */
  fuzzy: boolean;
  /** Called for a number asked for, so that the row can say where it stands. */
  numberAsked(passes: (number: number) => boolean): void;
  /** Where in a conversation the numbers asked for stand: bits as in `Subject.numbers`. Complete once all is compiled. */
  placesFound(row: RowId): number;
  /** What is looked for in the texts of messages before the query can be answered. */
  textTerm(part: Predicate): TextTerm;
}

/** A test of a message's columns: of that message, or of any of the conversation. */
export function ofMessage(scope: Scope, test: (message: MessageId) => boolean, cost: number): Predicate {
  return anyMessage(
    scope,
    predicate((_, message) => test(message), cost),
  );
}

/**
 * A test of a message's text: of that message, or of any of the conversation. `might`: what columns say of a message that passes;
 * `needs`: what its whole text passes then, where that is known.
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

/** A test of a message's whole text, which can be told without cutting the message up. */
export function ofWholeText(scope: Scope, test: TextTest): Predicate {
  return ofText(scope, message => test(message.whole()), { needs: test });
}

/** One message passes: that which is asked, or any of the conversation. */
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

/** Names of the places whose bits are set: "To, Diversion"; null where none is. */
export function placeNames(kinds: number): string | null {
  const names = NUMBER_KINDS.filter((_, kind) => (kinds & (1 << kind)) !== 0);
  return names.length === 0 ? null : names.join(', ');
}
