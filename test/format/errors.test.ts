/** What was thrown, as text. */
import { expect, it } from 'vitest';
import { errorCode, errorText } from '../../src/format/errors.js';

it('is the message of an error, or whatever else was thrown', () => {
  expect(errorText(new TypeError('no such row'))).toBe('no such row');
  expect(errorText('out of paper')).toBe('out of paper');
  expect(errorText(undefined)).toBe('undefined');
});

it('has the code of an error of the system', () => {
  expect(errorCode(Object.assign(new Error('no such file'), { code: 'ENOENT' }))).toBe('ENOENT');
  expect(errorCode(new Error('no such file'))).toBe('');
  expect(errorCode({ code: 'ENOENT' })).toBe('');
});
