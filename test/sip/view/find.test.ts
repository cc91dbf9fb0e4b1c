/** Finding text in a message. */
import { describe, expect, it } from 'vitest';
import { findInMessage, searchFor } from '../../../src/sip/view/find.js';

const lines = ['INVITE sip:bob@x SIP/2.0', 'Via: a;branch=z9hG4bK.1', 'via: b'].map(text => ({ text }));

describe('findInMessage', () => {
  it('finds text in any case unless it has capitals', () => {
    expect(findInMessage(lines, 'via').hits).toEqual([
      { line: 1, start: 0, end: 3 },
      { line: 2, start: 0, end: 3 },
    ]);
    expect(findInMessage(lines, 'Via').hits.map(hit => hit.line)).toEqual([1]);
  });

  it('takes signs as they are, and a pattern between slashes', () => {
    expect(findInMessage(lines, 'bK.1').hits).toEqual([{ line: 1, start: 19, end: 23 }]);
    expect(findInMessage(lines, '.').hits).toHaveLength(2);
    expect(findInMessage(lines, '/^v.a/').hits.map(hit => hit.line)).toEqual([1, 2]);
    // While it is typed the pattern has no end yet.
    expect(findInMessage(lines, '/^v.a').hits.map(hit => hit.line)).toEqual([1, 2]);
  });

  it('finds nothing for nothing, for a pattern that matches nothing, and for a wrong one', () => {
    for (const text of ['', '/q*/', '/(/']) expect(findInMessage(lines, text).hits).toEqual([]);
    expect(searchFor('/(/')).toEqual({
      fault: expect.stringMatching(/^This pattern is not searched: at character 1, "\(", the closing \) is missing\.$/),
    });
  });
});
