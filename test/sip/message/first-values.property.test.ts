/** The first values of headers, held against the parser that reads the whole message. */
import { expect, test } from 'vitest';
import { FirstValues } from '../../../src/sip/message/first-values.js';
import { headerValue, parseMessage } from '../../../src/sip/message/message.js';
import { MESSAGE, messagePaths, readInput, WORDS } from '../../fuzz/inputs.js';
import { mutate } from '../../fuzz/mutate.js';
import { Random } from '../../fuzz/random.js';
import { trials } from '../../runs.js';

const messages = [new Uint8Array(Buffer.from(MESSAGE, 'latin1')), ...messagePaths().map(readInput)];
const NAMES = ['From', 'to', 'i', 'CSEQ', 'v', 'x-nowhere', 'Subject'];
const values = new FirstValues(NAMES);

function expectSame(bytes: Uint8Array, context: string): void {
  const parsed = parseMessage(bytes);
  values.read(bytes);
  const first = NAMES.map((_, at) => values.text(at));
  expect([context, first]).toEqual([context, NAMES.map(name => headerValue(parsed, name))]);
}

test('are those of the parser', () => {
  for (const [at, message] of messages.entries()) expectSame(message, `message ${at}`);
});

test('are those of the parser in mutated messages', () => {
  for (let trial = 0; trial < trials(4000); trial++) {
    const random = new Random(11, trial);
    expectSame(mutate(random.pick(messages), random, 1 + random.below(6), WORDS), `trial ${trial}`);
  }
}, 120_000);

test('a name that no header can have is in no message', () => {
  const other = new FirstValues(['š', '']);
  other.read(Buffer.from('OPTIONS sip:a SIP/2.0\r\na: 1\r\nš: 2\r\n: 3\r\n\r\n'));
  expect([other.text(0), other.text(1)]).toEqual([null, null]);
});
