/** Addresses, networks and endpoints, checked against plain arithmetic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressTest } from '../../../src/query/values/addresses.js';

function test(text: string): (endpoint: string) => boolean {
  const reading = addressTest({ form: 'word', text, flags: '', comparison: '', start: 0, end: text.length });
  if ('expected' in reading) throw new Error(reading.expected);
  return reading.test;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map(shift => (address >>> shift) & 255).join('.');
}

describe('addresses', () => {
  it('are in a network whose prefix they share', () => {
    const address = fc.nat(0xffffffff);
    fc.assert(
      fc.property(address, address, fc.nat(32), fc.nat(31), (one, flipped, bits, flip) => {
        const inNetwork = test(`${dotted(one)}/${bits}`);
        const same = (other: number) => (BigInt(one) ^ BigInt(other)) >> BigInt(32 - bits) === 0n;
        const near = (one ^ (1 << flip)) >>> 0;
        expect(inNetwork(`${dotted(flipped)}:5060`)).toBe(same(flipped));
        expect(inNetwork(dotted(near))).toBe(same(near));
      }),
    );
  });

  it('are the same in every spelling of IPv6', () => {
    const spellings = ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:0db8::0001', '[2001:db8::1]:5060'];
    for (const one of spellings.slice(0, 3)) expect(spellings.every(test(one))).toBe(true);
    expect(test('::ffff:10.0.0.1')('::ffff:a00:1')).toBe(true);
    expect(test('2001:db8::/33')('[2001:db8:8000::1]:5060')).toBe(false);
    expect(test('::/0')('10.0.0.1:5060')).toBe(false);
  });
});
