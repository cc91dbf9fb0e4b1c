/** Terms that look for telephone numbers, and for the URIs that contain them. */
import type { Party } from '../../model/field.js';
import type { MessageId } from '../../model/ids.js';
import { NUMBER, NUMBER_KINDS } from '../../sip/headers/header-table.js';
import { numbersIn } from '../values/numbers.js';
import { COST, columnTest, combine, type Predicate, predicate, remembered } from './predicate.js';
import { ofText, type Scope } from './scope.js';
import type { MessageText } from './subject.js';
import type { TextTest } from '../values/texts.js';

type NumberTest = (number: string) => boolean;

/** The bits of these kinds of NUMBER_KINDS in the masks of `Subject.numbers`. */
export function placesOf(names: readonly string[]): number {
  return NUMBER_KINDS.reduce((places, name, kind) => (names.includes(name) ? places | (1 << kind) : places), 0);
}

/**
 * A number in some headers of any message; with `parties`, in columns of the earliest message. Inside message(…), in
 * those headers of that message.
 */
export function numberTerm(
  scope: Scope,
  places: number,
  parties: readonly Party[] | undefined,
  test: NumberTest,
): Predicate {
  const { subject } = scope;
  const passes = remembered((id: number) => subject.number(id), test);
  scope.numberAsked(passes);
  const visit = (number: number, kinds: number) => (kinds & places) !== 0 && passes(number);
  const inPlaces = predicate(row => subject.numbers(row, visit), COST.numbers);
  if (scope.oneMessage) {
    return ofText(scope, text => numbersOf(text, places).some(test), { might: inPlaces.test });
  }
  if (parties !== undefined) {
    const tests = parties.map(column => predicate(columnTest(subject.text(column), test), COST.column));
    return combine('or', tests);
  }
  return inPlaces;
}

/** Numbers in the given headers of one message, as written. */
function numbersOf(text: MessageText, places: number): string[] {
  return NUMBER_KINDS.flatMap((name, kind) => {
    if ((places & (1 << kind)) === 0) return [];
    return numbersIn(kind === NUMBER.RequestUri ? text.startLine() : text.headers(name).join(', '));
  });
}

/** A URI, or part of one, in From or To of the earliest message. `needs`: see `ofText`. */
export function uriTerm(scope: Scope, field: Party, test: TextTest, needs: TextTest | null): Predicate {
  const tests = (text: MessageText) => text.headers(field).some(test);
  if (scope.oneMessage) return ofText(scope, tests, { needs });
  const { subject } = scope;
  // Another message may become the earliest, so results are cached by message, not by conversation.
  const header = (message: MessageId) => subject.read(message)?.headers(field).join('\n') ?? null;
  const passes = remembered(header, test);
  return predicate(row => passes(subject.first(row)), COST.text);
}
