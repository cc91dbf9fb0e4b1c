/**
 * Words without a field search what the row shows, and the numbers; a bare regular expression searches the text of
 * all messages.
 */
import type { TextName } from '../../model/fields.js';
import { literalSearch } from '../../patterns/pattern.js';
import { NUMBER_KINDS } from '../../sip/headers/header-table.js';
import { addressTest } from '../values/addresses.js';
import { nearNumberTest, nearTextTest } from '../values/nearly.js';
import { numberTerm, placesOf } from './number-terms.js';
import { isNumber } from '../values/numbers.js';
import { phoneTest } from '../values/phones.js';
import { COST, columnTest, combine, type Predicate, predicate } from './predicate.js';
import { statusTest } from '../values/quantities.js';
import { ofText, ofWholeText, type Scope } from './scope.js';
import { literalOf, type TextTest, textTest, wholeTest } from '../values/texts.js';
import type { Value } from '../language/tree.js';
import { hasWildcard } from '../values/wildcards.js';

/** Columns of few values that are searched as text. */
const SHOWN: readonly TextName[] = ['method', 'transport', 'state', 'reason', 'agent', 'peer-agent'];

const LETTER = /[0-9a-z]/i;

const ANYWHERE = placesOf(NUMBER_KINDS);

/** The predicate of a bare word. */
export function bareTerm(scope: Scope, value: Value): Predicate {
  const reading = value.form === 'regex' ? wholeTest(value) : textTest(value);
  const text: TextTest = 'test' in reading ? reading.test : () => false;
  if (value.form === 'regex') return ofWholeText(scope, text);
  const literal = literalOf(value);
  // Digits are a whole number: 5660066 matches neither 15660066 nor a Call-ID that has it within longer digits.
  const digits = isNumber(literal);
  // 486* finds what 486 finds, and whatever begins with it.
  const begin = beginOf(value);
  const shown = digits ? wholeWordTest(literal) : begin === null ? text : either(text, wholeWordTest(begin));
  const nearly = scope.fuzzy && !digits && begin === null ? either(text, nearTextTest(literal)) : shown;
  const exact = digits || hasWildcard(value.text) ? numberOf(scope, value) : text;
  const number = scope.fuzzy ? either(exact, nearNumberTest(literal)) : exact;
  const anyNumber = numberTerm(scope, ANYWHERE, undefined, number);
  if (scope.oneMessage) return combine('or', [anyNumber, ofText(scope, message => shown(message.whole()))]);
  const address = addressTest(value);
  const endpoint = 'test' in address ? (begin === null ? address.test : either(address.test, shown)) : shown;
  const column = (name: TextName, test: TextTest, cost: number = COST.column) =>
    predicate(columnTest(scope.subject.text(name), test), cost);
  const parts = [anyNumber, column('src', endpoint), column('dst', endpoint)];
  parts.push(...SHOWN.map(name => column(name, nearly)), column('callid', shown, COST.distinct));
  const status = begin === null ? statusTest(value) : { test: (known: number) => String(known).startsWith(begin) };
  const final = scope.subject.figure('status');
  if ('test' in status) parts.push(predicate(row => status.test(final(row)), COST.figure));
  return combine('or', parts);
}

/** The number that a pattern with a star only at its end begins with; null for any other value. */
function beginOf({ form, text }: Value): string | null {
  const begin = text.slice(0, -1);
  return form === 'word' && text.endsWith('*') && !/[*\\]/.test(begin) && isNumber(begin) ? begin : null;
}

function either(one: TextTest, other: TextTest): TextTest {
  return text => one(text) || other(text);
}

function numberOf(scope: Scope, value: Value): TextTest {
  const phone = phoneTest(value, scope.plan);
  return 'test' in phone ? phone.test : () => false;
}

/** Matches the word with no letter or digit next to it. */
function wholeWordTest(word: string): TextTest {
  const search = literalSearch(word, '');
  return text => {
    if (!search.test(text)) return false;
    return search
      .matches(text, Number.POSITIVE_INFINITY)
      .some(({ start, end }) => !LETTER.test(text.charAt(start - 1)) && !LETTER.test(text.charAt(end)));
  };
}
