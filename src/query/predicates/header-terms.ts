/** Terms about headers: whether there is one, and what it says. */
import { headerNamed } from '../language/headers.js';
import { COST, combine, type Predicate, predicate, type Test } from './predicate.js';
import { ofText, type Scope } from './scope.js';
import type { MessageText } from './subject.js';

type TextTest = (text: string) => boolean;

/** Whether a conversation, or the one message, has a header, in any spelling. Where the tables do not list it, messages are read. */
export function hasTerm(scope: Scope, name: string): Predicate {
  const header = headerNamed(name);
  const { subject, oneMessage } = scope;
  const known = predicate(subject.hasHeader(header), COST.column);
  if (subject.listsHeaders && !oneMessage) return known;
  const might = mightHave(scope, header);
  const read = ofText(scope, message => message.headers(header).length > 0, { might });
  if (oneMessage) return read;
  return combine('or', [known, combine('and', [predicate(subject.mightHaveHeader(header), COST.column), read])]);
}

/** Messages that may have a header. */
function mightHave({ subject }: Scope, header: string): Test {
  const has = subject.messageMightHave(header);
  return (_, message) => has(message);
}

/** Tests the values of a header. `needs`: what a message with such a value holds somewhere. */
export function headerTerm(scope: Scope, name: string, test: TextTest, needs: TextTest | null): Predicate {
  const header = headerNamed(name);
  const maybe = predicate(scope.subject.mightHaveHeader(header), COST.column);
  const might = mightHave(scope, header);
  return combine('and', [maybe, ofText(scope, message => message.headers(header).some(test), { might, needs })]);
}

/** Tests a parameter of headers, such as the tag of From. `needs` as for `headerTerm`. */
export function parameterTerm(
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
