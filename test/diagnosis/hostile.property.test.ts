/** Rules never throw, whatever messages say: those of the examples with bytes changed, cut, doubled and swapped. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceOf, shortOf } from '../../src/diagnosis/rule.js';
import type { Sent } from '../conversations/script.js';
import { messages } from '../conversations/script.js';
import { runs } from '../runs.js';
import { diagnosedMessages } from './diagnosed.js';
import { EXAMPLES, NEAR_EXAMPLES } from './examples/all.js';

const SCRIPTS = [...EXAMPLES, ...NEAR_EXAMPLES];

/** What is done to one message: a piece of its text goes, comes twice, or becomes another one. */
interface Change {
  message: number;
  at: number;
  length: number;
  text: string;
}

const PIECES = [
  '',
  'x'.repeat(3000),
  '7'.repeat(3000),
  '"',
  '<',
  '>',
  ';',
  ',',
  '\r\n',
  '\r\n\r\n',
  ' ',
  '\0',
  '%00',
  '=',
  '999999999999',
  '-1',
  'é',
  ':',
  '@',
];

const change = fc.record({
  message: fc.nat(),
  at: fc.nat(),
  length: fc.integer({ min: 0, max: 40 }),
  text: fc.constantFrom(...PIECES),
});

function changed(sent: readonly Sent[], changes: readonly Change[]): Sent[] {
  const made = sent.map(each => ({ ...each }));
  for (const { message, at, length, text } of changes) {
    const one = made[message % made.length]!;
    const place = at % Math.max(1, one.text.length);
    one.text = one.text.slice(0, place) + text + one.text.slice(place + length);
  }
  return made;
}

describe('rules', () => {
  it('say something or nothing of messages that were tampered with, and never fail', async () => {
    const tampered = fc.tuple(fc.constantFrom(...SCRIPTS), fc.array(change, { minLength: 1, maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(tampered, async ([{ script, ...options }, changes]) => {
        const { conversations, findings } = await diagnosedMessages(changed(messages(script), changes), options);
        for (const row of conversations.rows)
          for (const finding of findings(row)) {
            expect(sentenceOf(finding).length).toBeLessThan(1000);
            expect(shortOf(finding)).not.toBe('');
          }
      }),
      runs(200),
    );
  });
});
