/** Terms with a field: the field's entry in the catalogue says how each is answered. */
import { splitAddress } from '../../format/addresses.js';
import type { AgentAsk, EndsAsk, Party, TextPart } from '../../model/field.js';
import type { TextName } from '../../model/fields.js';
import type { MessageId } from '../../model/ids.js';
import { NUMBER_KINDS } from '../../sip/headers/header-table.js';
import { addressTest } from '../values/addresses.js';
import { type Field, fieldNamed, type OwnValue } from '../language/fields.js';
import { headerTest } from '../language/headers.js';
import { type TimeTest, timeTest } from '../values/moments.js';
import { hasTerm, headerTerm, parameterTerm } from './header-terms.js';
import { numberTerm, placesOf, uriTerm } from './number-terms.js';
import { outcomeTest } from '../values/outcomes.js';
import { phoneTest } from '../values/phones.js';
import { COST, columnTest, combine, type Predicate, predicate, type Test } from './predicate.js';
import { countTest, durationTest, statusTest } from '../values/quantities.js';
import type { Reading } from '../values/reading.js';
import { ofMessage, ofText, ofWholeText, type Scope } from './scope.js';
import { textTest, wholeTest, wholeTextTest, wordTest } from '../values/texts.js';
import type { Term, Value } from '../language/tree.js';

type TextTest = (text: string) => boolean;
type FigureTest = (figure: number) => boolean;

/** The predicate of a term with a field. */
export function fieldTerm(scope: Scope, term: Term & { field: string }): Predicate {
  const { subject } = scope;
  const { values } = term;
  const field = fieldNamed(term.field);
  const { ask } = field;
  if ('own' in ask) return ownTerm(scope, ask.own, field, values);
  if ('messageText' in ask) {
    return ofMessage(
      scope,
      columnTest(subject.messageText(ask.messageText), textOf(scope, field, values)),
      COST.column,
    );
  }
  if ('messageFigure' in ask) {
    const figure = subject.messageFigure(ask.messageFigure);
    const test = figureOf(field, values);
    return ofMessage(scope, message => test(figure(message)), COST.figure);
  }
  if ('ends' in ask) return endsTerm(scope, ask, field, values);
  if ('numbersIn' in ask) {
    const test = anyOf(values, value => phoneTest(value, scope.plan));
    return numberTerm(scope, placesOf(ask.numbersIn), ask.parties, test);
  }
  if ('party' in ask) return partyTerm(scope, ask.party, values);
  if ('time' in ask) return timeTerm(scope, ask.time, values);
  if ('either' in ask) return agentTerm(scope, ask, field, values);
  if ('text' in ask) return textTerm(scope, ask.text, values);
  if ('parameter' in ask) {
    return parameterTerm(scope, ask.of, ask.parameter, anyOf(values, textTest), wholeTextTest(values));
  }
  switch (ask.special) {
    case 'outcome':
      return outcomeTerm(scope, values);
    case 'found':
      return foundTerm(scope, values);
    case 'has':
      return hasTerm(scope, values[0]!.text);
    case 'header':
      return headerTerm(scope, term.header ?? '', anyOf(values, textTest), wholeTextTest(values));
    case 'cseq':
      return cseqTerm(scope, anyOf(values, textTest));
    case 'fault':
      return faultTerm(scope, values);
  }
}

/** Passes if any of the values passes. A value that cannot be read passes nothing; the parser has refused it before. */
function anyOf<T>(
  values: readonly Value[],
  read: (value: Value) => Reading<(known: T) => boolean>,
): (known: T) => boolean {
  const tests = values.flatMap(value => {
    const reading = read(value);
    return 'test' in reading ? [reading.test] : [];
  });
  return tests.length === 1 ? tests[0]! : known => tests.some(test => test(known));
}

/** The test of a field whose values are figures. */
function figureOf(field: Field, values: readonly Value[]): FigureTest {
  if (field.type === 'duration') return anyOf(values, durationTest);
  return anyOf(values, field.type === 'status' ? statusTest : countTest);
}

/** The test of a field whose values are texts. */
function textOf({ plan }: Scope, field: Field, values: readonly Value[]): TextTest {
  switch (field.type) {
    case 'number':
    case 'party':
      return anyOf(values, value => phoneTest(value, plan));
    case 'address':
      return anyOf(values, addressTest);
    case 'word':
      return anyOf(values, value => wordTest(value, field.words));
    case 'method':
      return anyOf(values, value => wordTest(value, []));
    default:
      return anyOf(values, textTest);
  }
}

/** The conversation's own value, inside message(…) as well. */
function ownTerm(scope: Scope, own: OwnValue, field: Field, values: readonly Value[]): Predicate {
  if ('text' in own) return rowText(scope, own.text, textOf(scope, field, values));
  const { subject } = scope;
  const figure = subject.figure(own.figure);
  if (field.type === 'time') {
    const test = momentsTest(values, 'at');
    return predicate(row => test(figure(row), subject.dated(row)), COST.figure);
  }
  const test = figureOf(field, values);
  return predicate(row => test(figure(row)), COST.figure);
}

function rowText(scope: Scope, name: TextName, test: TextTest): Predicate {
  return predicate(columnTest(scope.subject.text(name), test), COST.column);
}

/** Ends of the earliest message, as the row shows them; inside message(…), of that message. */
function endsTerm(scope: Scope, { ends, part }: EndsAsk, field: Field, values: readonly Value[]): Predicate {
  let test: TextTest;
  if (part === 'port') {
    const passes = figureOf(field, values);
    test = endpoint => passes(Number(splitAddress(endpoint).port ?? Number.NaN));
  } else test = textOf(scope, field, values);
  const tests = ends.map(end =>
    scope.oneMessage
      ? ofMessage(scope, columnTest(scope.subject.messageText(end), test), COST.column)
      : rowText(scope, end, test),
  );
  return combine('or', tests);
}

/** The software of either side; inside message(…), what that message's headers name. */
function agentTerm(scope: Scope, { either, headers }: AgentAsk, field: Field, values: readonly Value[]): Predicate {
  const test = textOf(scope, field, values);
  if (scope.oneMessage) return ofText(scope, message => headers.some(name => message.headers(name).some(test)));
  return combine(
    'or',
    either.map(name => rowText(scope, name, test)),
  );
}

function textTerm(scope: Scope, part: TextPart, values: readonly Value[]): Predicate {
  const test = anyOf(values, wholeTest);
  const needs = wholeTextTest(values);
  switch (part) {
    case 'whole':
      return ofWholeText(scope, test);
    case 'body':
      return ofText(scope, message => test(message.body()), { needs });
    case 'sdp':
      return ofText(scope, message => test(message.sdp()), { might: hasSdp(scope), needs });
    case 'media':
      return ofText(scope, message => message.media().some(test), { might: hasSdp(scope) });
    case 'codecs': {
      const whole = anyOf(values, value => wordTest(value, []));
      return ofText(scope, message => message.codecs().some(whole), { might: hasSdp(scope) });
    }
  }
}

/** Where the numbers of the query's other terms occur; never true without such a term. */
function foundTerm(scope: Scope, values: readonly Value[]): Predicate {
  const test = anyOf(values, value => headerTest(value, NUMBER_KINDS));
  const places = placesOf(NUMBER_KINDS.filter(test));
  return predicate(row => (scope.placesFound(row) & places) !== 0, COST.numbers);
}

const HEADER_OF = { from: 'From', to: 'To' } as const;

/** A value with an @ or a scheme is part of the URI, any other a number. */
function partyTerm(scope: Scope, party: Party, values: readonly Value[]): Predicate {
  const isUri = (value: Value) => value.form !== 'regex' && /@|^(?:sips?|tel):/i.test(value.text);
  const uris = values.filter(isUri);
  const numbers = values.filter(value => !isUri(value));
  const parts: Predicate[] = [];
  if (numbers.length > 0) {
    const test = anyOf(numbers, value => phoneTest(value, scope.plan));
    parts.push(numberTerm(scope, placesOf([HEADER_OF[party]]), [party], test));
  }
  if (uris.length > 0) parts.push(uriTerm(scope, party, anyOf(uris, textTest), wholeTextTest(uris)));
  return combine('or', parts);
}

function hasSdp({ subject }: Scope): Test {
  const sdp = subject.messageFigure('sdp');
  return (_, message) => sdp(message) === 1;
}

function outcomeTerm(scope: Scope, values: readonly Value[]): Predicate {
  const parts = values.flatMap(value => {
    const reading = outcomeTest(value);
    if (!('test' in reading)) return [];
    if ('status' in reading.test) return [statusTerm(scope, reading.test.status)];
    const { state, kind } = reading.test;
    return [
      ...(state === null ? [] : [rowText(scope, 'state', state)]),
      ...(kind === null ? [] : [rowText(scope, 'outcome', kind)]),
    ];
  });
  return combine('or', parts);
}

/** The final status, as the row shows it. */
function statusTerm(scope: Scope, test: FigureTest): Predicate {
  const status = scope.subject.figure('status');
  return predicate(row => test(status(row)), COST.figure);
}

function cseqTerm(scope: Scope, test: TextTest): Predicate {
  const { subject } = scope;
  const number = subject.messageFigure('cseq');
  const method = subject.messageText('cseqMethod');
  const spelled = (message: MessageId) => `${number(message)} ${method.text(method.id(message)) ?? ''}`;
  return ofMessage(scope, message => !Number.isNaN(number(message)) && test(spelled(message)), COST.messages);
}

function momentsTest(values: readonly Value[], direction: 'at' | 'since' | 'until'): TimeTest {
  const tests = values.flatMap(value => {
    const reading = timeTest(value, direction);
    return 'test' in reading ? [reading.test] : [];
  });
  return (timeUs, dated) => tests.some(one => one(timeUs, dated));
}

/**
 * `time` tests messages, `since` and `until` the beginning of the conversation; inside message(…) all test that
 * message.
 */
function timeTerm(scope: Scope, direction: 'at' | 'since' | 'until', values: readonly Value[]): Predicate {
  const { subject } = scope;
  const test = momentsTest(values, direction);
  const time = subject.messageFigure('time');
  const start = subject.figure('time');
  if (scope.oneMessage) return predicate((row, message) => test(time(message), subject.dated(row)), COST.figure);
  if (direction !== 'at') return predicate(row => test(start(row), subject.dated(row)), COST.figure);
  let hasDate = false;
  const visit = (message: MessageId) => test(time(message), hasDate);
  return predicate(row => {
    hasDate = subject.dated(row);
    return test(start(row), hasDate) || subject.messages(row, visit);
  }, COST.messages);
}

/** Two faults are flags in columns; for any other the message is read. */
function faultTerm(scope: Scope, values: readonly Value[]): Predicate {
  const { subject } = scope;
  const test = anyOf(values, textTest);
  const marks = (['malformed', 'truncated'] as const).filter(mark => test(mark));
  const parts = marks.map(mark => {
    const figure = subject.messageFigure(mark);
    return ofMessage(scope, message => figure(message) === 1, COST.figure);
  });
  const named = values.every(value => marks.some(mark => mark === value.text));
  if (!named) parts.push(ofText(scope, message => message.faults().some(test)));
  return combine('or', parts);
}
