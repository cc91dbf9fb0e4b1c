/** Which addresses only reach inside a network. */
import { describe, expect, it } from 'vitest';
import { isPrivateAddress } from '../../../../src/diagnosis/facts/hosts/networks.js';

describe('a private address', () => {
  it.each(['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.20', '100.64.0.1', '100.127.1.1', '127.0.0.1'])(
    'is %s',
    host => expect(isPrivateAddress(host)).toBe(true),
  );
  it.each(['169.254.3.4', 'fd12:3456::1', 'fe80::1', '::1'])('is %s', host =>
    expect(isPrivateAddress(host)).toBe(true),
  );

  it.each([
    '172.15.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '11.0.0.1',
    '2001:db8::1',
    '10.example.org',
    'example.org',
    '',
  ])('is not %s', host => expect(isPrivateAddress(host)).toBe(false));
});
