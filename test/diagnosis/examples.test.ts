/** Each cause is found where it is, with its sentence and its evidence, and is not said where it is nearly so. */
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/conversations/evidence.js';
import { sentenceOf } from '../../src/diagnosis/rule.js';
import { RULES } from '../../src/diagnosis/rules/catalogue.js';
import { CAUSE_IDS } from '../../src/model/causes.js';
import { type Diagnosed, diagnosed } from './diagnosed.js';
import { EXAMPLES, NEAR_EXAMPLES } from './examples/all.js';

/** "0:3" of a message, by the number of its conversation and its own in it. */
function placeOf({ conversations }: Diagnosed, { conversation, message }: Evidence): string {
  return `${conversation}:${conversations.messagesOf(conversation).indexOf(message)}`;
}

describe('every cause', () => {
  it.each(CAUSE_IDS)('%s has a rule, an example that has it and one that nearly has it', id => {
    expect(RULES.filter(rule => rule.id === id)).toHaveLength(1);
    expect(EXAMPLES.some(({ cause }) => cause === id)).toBe(true);
    expect(NEAR_EXAMPLES.some(({ notCause }) => notCause === id)).toBe(true);
  });

  it('has the rules of the list and no others', () => {
    expect(RULES.map(({ id }) => id).sort()).toEqual([...CAUSE_IDS].sort());
  });
});

describe('a cause', () => {
  it.each(EXAMPLES)(
    '$cause is found: $sentence',
    async ({ cause, script, row = 0, certainty, isBesides, sentence, evidence, ...options }) => {
      const found = await diagnosed(script, options);
      const findings = found.findings(row);
      const verdict = isBesides ? findings.slice(1).find(({ rule }) => rule.id === cause) : findings[0];
      expect(
        verdict && { cause: verdict.rule.id, certainty: verdict.certainty, sentence: sentenceOf(verdict) },
      ).toEqual({
        cause,
        certainty,
        sentence,
      });
      expect(verdict!.evidence.map(each => placeOf(found, each))).toEqual(expect.arrayContaining([...evidence]));
    },
  );

  it.each(NEAR_EXAMPLES)(
    '$notCause is not said: $why',
    async ({ notCause, script, mayBeHint, instead, ...options }) => {
      const found = await diagnosed(script, options);
      const said = [...found.conversations.rows].flatMap(row => found.findings(row));
      const wrong = said.filter(({ rule, certainty }) => rule.id === notCause && !(mayBeHint && certainty === 'hint'));
      expect(wrong.map(sentenceOf)).toEqual([]);
      if (instead !== undefined) expect(found.findings(0)[0]?.rule.id).toBe(instead);
    },
  );
});
