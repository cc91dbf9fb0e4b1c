/** Addresses as text: cut from their ports and joined with them, IPv6 in brackets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bracketed, joinAddress, shortAddress, splitAddress } from '../../src/format/addresses.js';

describe('an address', () => {
  it.each([
    ['10.0.0.1:5060', '10.0.0.1', '5060'],
    ['10.0.0.1', '10.0.0.1', null],
    ['pbx.example.com:5061', 'pbx.example.com', '5061'],
    [':5060', '', '5060'],
    ['[2001:db8::1]:5061', '2001:db8::1', '5061'],
    ['[2001:db8::1]', '2001:db8::1', null],
    ['2001:db8::1', '2001:db8::1', null],
    ['::1', '::1', null],
    ['fe80::1%eth0', 'fe80::1%eth0', null],
    ['?', '?', null],
    ['', '', null],
    // What is no port stays with the rest.
    ['10.0.0.1:sip', '10.0.0.1:sip', null],
    ['10.0.0.1:', '10.0.0.1:', null],
    ['[::1', '[::1', null],
  ])('"%s" is split', (address, host, port) => {
    expect(splitAddress(address)).toEqual({ host, port });
  });

  it.each([
    ['10.0.0.1', '10.0.0.1:5060'],
    ['pbx', 'pbx:5060'],
    ['2001:db8::1', '[2001:db8::1]:5060'],
  ])('of %s is joined with its port', (host, joined) => {
    expect(joinAddress(host, 5060)).toBe(joined);
    expect(`${bracketed(host)}:5060`).toBe(joined);
  });

  it('is the same once joined and split', () => {
    const hosts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
    fc.assert(
      fc.property(hosts, fc.integer({ min: 0, max: 65_535 }), (host, port) => {
        expect(splitAddress(joinAddress(host, port))).toEqual({ host, port: String(port) });
      }),
    );
  });

  it.each([
    ['10.0.0.1:5060', '10.0.0.1'],
    ['10.0.0.1:15060', '10.0.0.1:15060'],
    ['[2001:db8::1]:5060', '2001:db8::1'],
    ['[2001:db8::1]:5061', '[2001:db8::1]:5061'],
    ['pbx', 'pbx'],
    ['?', '?'],
  ])('%s is shown short', (address, short) => {
    expect(shortAddress(address)).toBe(short);
  });
});
