/**
 * Terms about telephone numbers. In: a term and where it is asked. Out: its predicate.
 */
import { NUMBER, NUMBER_KINDS } from '../sip/headers/header-table.js';
import { numbersIn } from './numbers.js';
import { COST, columnTest, combine, type Predicate, predicate, remembered } from './predicate.js';
import { ofText, type Scope } from './scope.js';
import type { MessageText } from './subject.js';
import type { TextTest } from './texts.js';

type NumberTest = (number: string) => boolean;

const ANYWHERE = (1 << NUMBER_KINDS.length) - 1;

/** The headers a field asks for, as bits. */
const PLACES: Readonly<Record<string, number>> = {
  num: ANYWHERE,
  diversion: 1 << NUMBER.Diversion,
  pai: 1 << NUMBER.AssertedIdentity,
  ppi: 1 << NUMBER.PreferredIdentity,
  rpid: 1 << NUMBER.RemotePartyId,
  srcnum: 1 << NUMBER.From,
  from: 1 << NUMBER.From,
  dstnum: 1 << NUMBER.To,
  to: 1 << NUMBER.To,
  telnum: (1 << NUMBER.From) | (1 << NUMBER.To),
};

/** The column of the earliest message's numbers, for the fields that ask no other message. */
const COLUMNS: Readonly<Record<string, readonly ('from' | 'to')[]>> = {
  srcnum: ['from'],
  from: ['from'],
  dstnum: ['to'],
  to: ['to'],
  telnum: ['from', 'to'],
};

/** The places a number field asks for: bits as in `Subject.numbers`; none for another field. */
export function placesOf(field: string): number {
  return PLACES[field] ?? 0;
}

/** `field` is one of the number fields. */
export function numberTerm(scope: Scope, field: string, test: NumberTest): Predicate {
  const { subject } = scope;
  const passes = remembered(id => subject.number(id), test);
  scope.numberAsked(passes);
  const places = PLACES[field]!;
  const visit = (number: number, kinds: number) => (kinds & places) !== 0 && passes(number);
  const inPlaces = predicate(row => subject.numbers(row, visit), COST.numbers);
  if (scope.oneMessage) {
    return ofText(scope, text => numbersOf(text, places).some(test), { might: inPlaces.test });
  }
  const columns = COLUMNS[field];
  if (columns !== undefined) {
    const tests = columns.map(column => predicate(columnTest(subject.text(column), test), COST.column));
    return combine('or', tests);
  }
  return inPlaces;
}

/** Numbers of one message in the places asked for, as written. */
function numbersOf(text: MessageText, places: number): string[] {
  return NUMBER_KINDS.flatMap((name, kind) => {
    if ((places & (1 << kind)) === 0) return [];
    return numbersIn(kind === NUMBER.RequestUri ? text.startLine() : text.headers(name).join(', '));
  });
}

/** A URI, or part of one, in From or To of the earliest message. `needs` as of ofText. */
export function uriTerm(scope: Scope, field: 'from' | 'to', test: TextTest, needs: TextTest | null): Predicate {
  const tests = (text: MessageText) => text.headers(field).some(test);
  if (scope.oneMessage) return ofText(scope, tests, { needs });
  const { subject } = scope;
  // Only the earliest message is asked, and another may become that: it is remembered by message, not by conversation.
  const header = (message: number) => subject.read(message)?.headers(field).join('\n') ?? null;
  const passes = remembered(header, test);
  return predicate(row => passes(subject.first(row)), COST.text);
}
