/**
 * Terms with a field. In: a term of the tree and where it is asked. Out: its predicate.
 */
import { addressTest, splitEndpoint } from './addresses.js';
import { fieldNamed } from './fields.js';
import { type TimeTest, timeTest } from './moments.js';
import { numberTerm, uriTerm } from './number-terms.js';
import { outcomeTest } from './outcomes.js';
import { phoneTest } from './phones.js';
import { COST, columnTest, combine, type Predicate, predicate, type Test } from './predicate.js';
import { countTest, durationTest, statusTest } from './quantities.js';
import type { Reading } from './reading.js';
import { ofMessage, ofText, ofWholeText, type Scope } from './scope.js';
import type { FigureColumn, MessageText, TextColumn } from './subject.js';
import { textTest, wholeTextTest, wordTest } from './texts.js';
import type { Term, Value } from './tree.js';

type TextTest = (text: string) => boolean;

/** Headers that have a shorter name in the language. */
const HEADER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    pai: 'P-Asserted-Identity',
    ppi: 'P-Preferred-Identity',
    rpid: 'Remote-Party-ID',
    ua: 'User-Agent',
    callid: 'Call-ID',
  }),
);

/** The predicate of a term with a field. */
export function fieldTerm(scope: Scope, term: Term & { field: string }): Predicate {
  const field = fieldNamed(term.field);
  const text = () => anyOf(term.values, textTest);
  const word = () => anyOf(term.values, value => wordTest(value, field.words));
  switch (field.name) {
    case 'from':
    case 'to':
      return partyTerm(scope, field.name, term.values);
    case 'has':
      return hasTerm(scope, term.values[0]!.text);
    case 'ip':
      return combine('or', [endpointTerm(scope, 'src', addresses(term)), endpointTerm(scope, 'dst', addresses(term))]);
    case 'srcip':
    case 'src':
      return endpointTerm(scope, 'src', addresses(term));
    case 'dstip':
    case 'dst':
      return endpointTerm(scope, 'dst', addresses(term));
    case 'srcport':
    case 'dstport': {
      const test = anyOf(term.values, countTest);
      const port = (endpoint: string) => test(Number(splitEndpoint(endpoint).port ?? Number.NaN));
      return endpointTerm(scope, field.name === 'srcport' ? 'src' : 'dst', port);
    }
    case 'callid':
      return rowText(scope, 'callid', text());
    case 'state':
    case 'hungup':
      return rowText(scope, field.name, word());
    case 'outcome':
      return outcomeTerm(scope, term.values);
    case 'transport':
      return ofMessage(scope, columnTest(scope.subject.messageText('transport'), word()), COST.column);
    case 'method':
      return ofMessage(scope, columnTest(scope.subject.messageText('method'), word()), COST.column);
    case 'reason':
    case 'source':
      return ofMessage(scope, columnTest(scope.subject.messageText(field.name), text()), COST.column);
    case 'cseq':
      return cseqTerm(scope, text());
    case 'status': {
      const status = scope.subject.messageFigure('status');
      const test = anyOf(term.values, statusTest);
      return ofMessage(scope, message => test(status(message)), COST.figure);
    }
    case 'index':
    case 'messages':
    case 'retransmissions':
      return rowFigure(scope, field.name, anyOf(term.values, countTest));
    case 'duration':
    case 'setup':
      return rowFigure(scope, field.name, anyOf(term.values, durationTest));
    case 'ringtime':
      return rowFigure(scope, 'ring', anyOf(term.values, durationTest));
    case 'time':
    case 'since':
    case 'until':
      return timeTerm(scope, field.name, term.values);
    case 'ua':
      return agentTerm(scope, text());
    case 'header':
      return headerTerm(scope, term.header ?? '', text(), wholeTextTest(term.values));
    case 'body':
    case 'sdp': {
      const { name } = field;
      const test = text();
      const might = name === 'sdp' ? hasSdp(scope) : undefined;
      return ofText(scope, message => test(message[name]()), {
        ...(might && { might }),
        needs: wholeTextTest(term.values),
      });
    }
    case 'codec': {
      const test = word();
      return ofText(scope, message => message.codecs().some(test), { might: hasSdp(scope) });
    }
    case 'media': {
      const test = text();
      return ofText(scope, message => message.media().some(test), { might: hasSdp(scope) });
    }
    case 'tag':
      return parameterTerm(scope, ['From', 'To'], 'tag', text(), wholeTextTest(term.values));
    case 'branch':
      return parameterTerm(scope, ['Via'], 'branch', text(), wholeTextTest(term.values));
    case 'text':
      return ofWholeText(scope, text());
    case 'fault':
      return faultTerm(scope, term.values);
    default:
      return numberTerm(
        scope,
        field.name,
        anyOf(term.values, value => phoneTest(value, scope.plan)),
      );
  }
}

/** Passes what any of the values passes. A value that cannot be read passes nothing; the parser has refused it before. */
export function anyOf<T>(
  values: readonly Value[],
  read: (value: Value) => Reading<(known: T) => boolean>,
): (known: T) => boolean {
  const tests = values.flatMap(value => {
    const reading = read(value);
    return 'test' in reading ? [reading.test] : [];
  });
  return tests.length === 1 ? tests[0]! : known => tests.some(test => test(known));
}

function addresses(term: Term): TextTest {
  return anyOf(term.values, addressTest);
}

function rowText(scope: Scope, column: TextColumn, test: TextTest): Predicate {
  return predicate(columnTest(scope.subject.text(column), test), COST.column);
}

function rowFigure(scope: Scope, column: FigureColumn, test: (known: number) => boolean): Predicate {
  const figure = scope.subject.figure(column);
  return predicate(row => test(figure(row)), COST.figure);
}

/** Of the earliest message, as the row shows it; inside message(…) of that message. */
function endpointTerm(scope: Scope, column: 'src' | 'dst', test: TextTest): Predicate {
  if (!scope.oneMessage) return rowText(scope, column, test);
  return ofMessage(scope, columnTest(scope.subject.messageText(column), test), COST.column);
}

/** A value with an @ or a scheme is part of the URI, any other a number. */
function partyTerm(scope: Scope, field: 'from' | 'to', values: readonly Value[]): Predicate {
  const isUri = (value: Value) => value.form !== 'regex' && /@|^(?:sips?|tel):/i.test(value.text);
  const uris = values.filter(isUri);
  const numbers = values.filter(value => !isUri(value));
  const parts: Predicate[] = [];
  if (numbers.length > 0)
    parts.push(
      numberTerm(
        scope,
        field,
        anyOf(numbers, value => phoneTest(value, scope.plan)),
      ),
    );
  if (uris.length > 0) parts.push(uriTerm(scope, field, anyOf(uris, textTest), wholeTextTest(uris)));
  return combine('or', parts);
}

function hasTerm(scope: Scope, name: string): Predicate {
  const header = HEADER_NAMES.get(name.toLowerCase()) ?? name;
  if (!scope.oneMessage) return predicate(scope.subject.hasHeader(header), COST.column);
  return ofText(scope, message => message.headers(header).length > 0, { might: mightHave(scope, header) });
}

/** Messages that may have a header. */
function mightHave({ subject }: Scope, header: string): Test {
  const has = subject.messageMightHave(header);
  return (_, message) => has(message);
}

function hasSdp({ subject }: Scope): Test {
  const sdp = subject.messageFigure('sdp');
  return (_, message) => sdp(message) === 1;
}

function headerTerm(scope: Scope, name: string, test: TextTest, needs: TextTest | null): Predicate {
  const header = HEADER_NAMES.get(name.toLowerCase()) ?? name;
  const has = predicate(scope.subject.hasHeader(header), COST.column);
  const might = mightHave(scope, header);
  return combine('and', [has, ofText(scope, message => message.headers(header).some(test), { might, needs })]);
}

function outcomeTerm(scope: Scope, values: readonly Value[]): Predicate {
  const parts = values.flatMap(value => {
    const reading = outcomeTest(value);
    if (!('test' in reading)) return [];
    if ('state' in reading.test) return [rowText(scope, 'state', reading.test.state)];
    return [rowFigure(scope, 'status', reading.test.status)];
  });
  return combine('or', parts);
}

function cseqTerm(scope: Scope, test: TextTest): Predicate {
  const { subject } = scope;
  const number = subject.messageFigure('cseq');
  const method = subject.messageText('cseqMethod');
  const spelled = (message: number) => `${number(message)} ${method.text(method.id(message)) ?? ''}`;
  return ofMessage(scope, message => !Number.isNaN(number(message)) && test(spelled(message)), COST.messages);
}

/** `time` asks for a message, `since` and `until` for the beginning of the conversation; inside message(…) all ask for it. */
function timeTerm(scope: Scope, field: 'time' | 'since' | 'until', values: readonly Value[]): Predicate {
  const { subject } = scope;
  const tests = values.flatMap(value => {
    const reading = timeTest(value, field === 'time' ? 'at' : field);
    return 'test' in reading ? [reading.test] : [];
  });
  const test: TimeTest = (timeUs, dated) => tests.some(one => one(timeUs, dated));
  const dated = subject.figure('dated');
  const time = subject.messageFigure('time');
  const start = subject.figure('start');
  if (scope.oneMessage) return predicate((row, message) => test(time(message), dated(row) === 1), COST.figure);
  if (field !== 'time') return predicate(row => test(start(row), dated(row) === 1), COST.figure);
  let hasDate = false;
  const visit = (message: number) => test(time(message), hasDate);
  return predicate(row => {
    hasDate = dated(row) === 1;
    return test(start(row), hasDate) || subject.messages(row, visit);
  }, COST.messages);
}

function agentTerm(scope: Scope, test: TextTest): Predicate {
  if (!scope.oneMessage) {
    return combine('or', [rowText(scope, 'callerAgent', test), rowText(scope, 'calleeAgent', test)]);
  }
  return ofText(scope, message => [...message.headers('User-Agent'), ...message.headers('Server')].some(test));
}

/** A parameter of headers, such as the tag of From. */
function parameterTerm(
  scope: Scope,
  headers: readonly string[],
  name: string,
  test: TextTest,
  needs: TextTest | null,
): Predicate {
  const parameter = new RegExp(`;\\s*${name}\\s*=\\s*([^;,\\s]+)`, 'gi');
  const values = (message: MessageText) =>
    headers.flatMap(header => message.headers(header)).flatMap(value => [...value.matchAll(parameter)]);
  return ofText(scope, message => values(message).some(found => test(found[1]!)), { needs });
}

/** Two marks are columns; a fault by another name is found by reading the message. */
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
