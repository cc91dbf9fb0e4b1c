/** Header names in the filter language: some have a shorter name. */
import type { Reading } from '../values/reading.js';
import { type TextTest, wordTest } from '../values/texts.js';
import type { Value } from './tree.js';

const SHORT_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    pai: 'P-Asserted-Identity',
    ppi: 'P-Preferred-Identity',
    rpid: 'Remote-Party-ID',
    ua: 'User-Agent',
    callid: 'Call-ID',
  }),
);

/** The header that a name of the language stands for. */
export function headerNamed(name: string): string {
  return SHORT_NAMES.get(name.toLowerCase()) ?? name;
}

/** Reads a value that names one of `headers`. */
export function headerTest(value: Value, headers: readonly string[]): Reading<TextTest> {
  return wordTest(value.form === 'regex' ? value : { ...value, text: headerNamed(value.text) }, headers);
}
