/**
 * Where a term is asked: of a whole conversation, or of one message inside message(…). In: a subject. Out: what the terms
 * need to build their predicates.
 */
import { NUMBER_KINDS } from '../sip/scanned-message.js';
import type { NumberPlan } from './numbers.js';
import { COST, type Predicate, predicate } from './predicate.js';
import type { MessageText, Subject } from './subject.js';
import type { TextTest } from './texts.js';

export interface Scope {
  subject: Subject;
  plan: NumberPlan;
  /** Terms are about one message. */
  oneMessage: boolean;
  /** Bare words match what is nearly right. */
  fuzzy: boolean;
  read(message: number): MessageText | null;
  /** Told of each number term that is not excluded, for the column that says where a number was found. */
  numberAsked(passes: (number: number) => boolean): void;
}

/** A test of a message's columns: of that message, or of any of the conversation. */
export function ofMessage(scope: Scope, test: (message: number) => boolean, cost: number): Predicate {
  if (scope.oneMessage) return predicate((_, message) => test(message), cost);
  const { subject } = scope;
  return predicate(row => subject.messages(row, test), cost + COST.messages);
}

/**
 * A test of a message's text: of that message, or of any of the conversation. `needs`: what its whole text passes then, where
 * that is known.
 */
export function ofText(scope: Scope, test: (text: MessageText) => boolean, needs: TextTest | null = null): Predicate {
  const reads = (message: number) => {
    const text = scope.read(message);
    return text !== null && test(text);
  };
  return { ...ofMessage(scope, reads, COST.text), needs };
}

/** A test of a message's whole text, which can be told without cutting the message up. */
export function ofWholeText(scope: Scope, test: TextTest): Predicate {
  return ofText(scope, message => test(message.whole()), test);
}

/** Reads messages, the last one only once: terms side by side ask for the same. */
export function reader(subject: Subject): (message: number) => MessageText | null {
  let last = -1;
  let text: MessageText | null = null;
  return message => {
    if (message !== last) {
      text = subject.read(message);
      last = message;
    }
    return text;
  };
}

/** Names of the places whose bits are set: "To, Diversion"; null where none is. */
export function placeNames(kinds: number): string | null {
  const names = NUMBER_KINDS.filter((_, kind) => (kinds & (1 << kind)) !== 0);
  return names.length === 0 ? null : names.join(', ');
}
