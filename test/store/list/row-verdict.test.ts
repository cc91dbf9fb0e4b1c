/** What a row says of its verdict, and in which colour. */
import { describe, expect, it } from 'vitest';
import type { VerdictRow } from '../../../src/engine/protocol/diagnosis.js';
import { rowId } from '../../../src/model/ids.js';
import { outcomeText, verdictRole } from '../../../src/store/list/row-verdict.js';
import { conversationRow } from '../conversation-row.js';

const verdict: VerdictRow = {
  cause: 'nat-binding-closed',
  certainty: 'likely',
  short: 'no reply from 10.0.0.1',
  conversation: rowId(3),
};
const hint: VerdictRow = { ...verdict, certainty: 'hint', short: 'maybe no reply' };

describe('the outcome of a row', () => {
  it('is its verdict where there is one, in the colour of what failed', () => {
    const row = conversationRow({ state: 'unanswered', verdict });
    expect(outcomeText(row)).toBe('no reply from 10.0.0.1');
    expect(verdictRole(row)).toBe('failure');
  });

  it('is a warning of a call that succeeded', () => {
    const row = conversationRow({ state: 'completed', verdict });
    expect(outcomeText(row)).toBe('no reply from 10.0.0.1');
    expect(verdictRole(row)).toBe('warning');
  });

  it('is a hint only where nothing else explains a failure, and in plain colour', () => {
    const failed = conversationRow({ state: 'unanswered', verdict: hint });
    expect(outcomeText(failed)).toBe('maybe no reply');
    expect(verdictRole(failed)).toBe('plain');
    const good = conversationRow({ state: 'completed', outcome: 'answered after 1 s', verdict: hint });
    expect(outcomeText(good)).toBe('answered after 1 s');
    expect(verdictRole(good)).toBeNull();
  });

  it('is what became of it where there is none', () => {
    const row = conversationRow();
    expect(outcomeText(row)).toBe('busy (486 Busy Here)');
    expect(verdictRole(row)).toBeNull();
  });
});
