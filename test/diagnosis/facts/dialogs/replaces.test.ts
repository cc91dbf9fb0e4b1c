/** The dialog that a Replaces names. */
import { describe, expect, it } from 'vitest';
import { replacedBy } from '../../../../src/diagnosis/facts/dialogs/replaces.js';
import { secondsOf } from '../../../../src/diagnosis/facts/dialogs/session-timer.js';

describe('a Replaces', () => {
  it('names a Call-ID and two tags, in any order and case', () => {
    expect(replacedBy('425928@bobster.example.org;to-tag=7743;from-tag=6472')).toEqual({
      callId: '425928@bobster.example.org',
      toTag: '7743',
      fromTag: '6472',
    });
    expect(replacedBy(' a ; From-Tag=x ; early-only ; TO-TAG=y')).toEqual({ callId: 'a', toTag: 'y', fromTag: 'x' });
  });

  it('may lack them', () => {
    expect(replacedBy('a')).toEqual({ callId: 'a', toTag: '', fromTag: '' });
    expect(replacedBy(';to-tag=x')).toBeUndefined();
    expect(replacedBy('')).toBeUndefined();
    expect(replacedBy(undefined)).toBeUndefined();
  });
});

describe('seconds of a session', () => {
  it.each([
    ['1800', 1800],
    ['1800;refresher=uas', 1800],
    [' 90 ; refresher=uac', 90],
  ])('are those of "%s"', (value, seconds) => expect(secondsOf(value)).toBe(seconds));

  it.each(['', 'x', '-1', '1e9', '99999999999', '90x'])('are none of "%s"', value =>
    expect(secondsOf(value)).toBeUndefined(),
  );
});
