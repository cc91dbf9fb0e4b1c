/** What the options of live capture mean. */
import { describe, expect, it } from 'vitest';
import { addressAndPort, parseKeep } from '../../src/live/live-options.js';

describe('--keep', () => {
  it.each([
    ['10M', { bytes: 10_485_760 }],
    ['2G', { bytes: 2_147_483_648 }],
    ['20480K', { bytes: 20_971_520 }],
    ['90s', { us: 90_000_000 }],
    ['30m', { us: 1_800_000_000 }],
    ['24h', { us: 86_400_000_000 }],
    ['7d', { us: 604_800_000_000 }],
    [null, null],
  ])('%s', (word, meant) => {
    expect(parseKeep(word)).toEqual(meant);
  });

  it.each(['', '2', 'G', '0s', '0M', '100K', '2g', '-1M', '1.5G', '2 G', '24 hours', '9'.repeat(12)])(
    'refuses "%s"',
    word => {
      expect(parseKeep(word)).toEqual({ wrong: expect.stringMatching(/^--keep takes a size .* or a time .*\.$/) });
    },
  );
});

describe('an address with a port', () => {
  it.each([
    ['9060', { host: '0.0.0.0', port: 9060 }],
    [':9061', { host: '0.0.0.0', port: 9061 }],
    ['10.0.0.1', { host: '10.0.0.1', port: 9060 }],
    ['collector:99', { host: 'collector', port: 99 }],
    ['[::1]:99', { host: '::1', port: 99 }],
    ['::1', { host: '::1', port: 9060 }],
    ['host:70000', undefined],
  ])('%s', (word, meant) => {
    expect(addressAndPort(word, 9060, '0.0.0.0')).toEqual(meant);
  });
});
