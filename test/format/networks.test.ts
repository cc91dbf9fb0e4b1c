import { describe, expect, it } from 'vitest';
import { isInNetwork, parseNetwork } from '../../src/format/networks.js';

describe('a network', () => {
  it.each([
    ['10.11.12.13', '10.11.12.13', true],
    ['10.11.12.13', '10.11.12.14', false],
    ['10.11.0.0/16', '10.11.255.1', true],
    ['10.11.0.0/16', '10.12.0.1', false],
    ['10.11.12.8/29', '10.11.12.15', true],
    ['10.11.12.8/29', '10.11.12.16', false],
    ['0.0.0.0/0', '192.0.2.1', true],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['[2001:db8::1]', '2001:db8:0:0:0:0:0:1', true],
    ['::ffff:10.0.0.1', '::ffff:a00:1', true],
    ['10.0.0.0/8', '::', false],
  ])('%s: %s %s', (network, address, isIn) => {
    expect(isInNetwork(parseNetwork(address)!.bytes, parseNetwork(network)!)).toBe(isIn);
  });

  it.each([
    '',
    'x',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.0/33',
    '2001:db8::/129',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
    ':::',
  ])('is not %j', text => {
    expect(parseNetwork(text)).toBeNull();
  });
});
