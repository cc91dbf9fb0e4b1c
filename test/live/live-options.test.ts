/** What the options of live capture mean. */
import { describe, expect, it } from 'vitest';
import { addressAndPort, LIVE_OPTIONS, liveOptions, parseKeep } from '../../src/live/live-options.js';
import { parseOptions } from '../../src/live/option-parser.js';

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
    ['-oProxyCommand=x', undefined],
    ['two words', undefined],
    ['esc\x1b[2J', undefined],
    ['\u202ehost', undefined],
  ])('%s', (word, meant) => {
    expect(addressAndPort(word, 9060, '0.0.0.0')).toEqual(meant);
  });
});

describe('an empty value', () => {
  const withValue = LIVE_OPTIONS.filter(({ value }) => value !== undefined);

  it.each(withValue.filter(({ long }) => long !== 'bpf').map(({ long }) => long))('is refused by --%s', long => {
    for (const argv of [[`--${long}`, ''], [`--${long}=`]])
      expect(parseOptions(argv, LIVE_OPTIONS)).toEqual({
        wrong: expect.stringMatching(new RegExp(`^--${long} takes .+, not an empty value$`)),
      });
  });

  it('is a capture filter that takes everything', () => {
    expect(liveOptions({ bpf: '' })).toMatchObject({ settings: { bpf: '' } });
    expect(parseOptions(['-b', ''], LIVE_OPTIONS)).toMatchObject({ values: { bpf: '' } });
  });

  it('is no word', () => {
    expect(parseOptions(['a', ''], LIVE_OPTIONS)).toEqual({ wrong: 'An empty word names nothing' });
  });
});

describe('a name that a program could take for an option, or that is none', () => {
  it.each(['device', 'ssh', 'hep'])('is refused by --%s, in any place of the list', option => {
    for (const name of [
      '',
      ',',
      'a,',
      ',a',
      'a,,b',
      '-w',
      '-oProxyCommand=x',
      'a,-x',
      'a b',
      'a\nb',
      '\x1b[2J',
      '\u202ea',
      'a\0',
    ])
      expect(liveOptions({ [option]: name })).toEqual({
        wrong: expect.stringMatching(new RegExp(`^--${option} takes .*, not "`, 's')),
      });
  });

  it.each([
    ['device', 'eth0.100,bond0:1,veth-a@if5,any'],
    ['ssh', 'root@proxy-1,ssh://u@h:22,::1'],
    ['hep', '9060,:9061,[::1]:9062,localhost:9063'],
  ])('but --%s takes %s', (option, list) => {
    expect(liveOptions({ [option]: list })).toMatchObject({ inputs: list.split(',').map(() => expect.anything()) });
  });

  it.each(['collector:0', '-x:9060', ':9060'])('is refused by --hep-to: %s', to => {
    expect(liveOptions({ 'hep-to': to })).toEqual({ wrong: `--hep-to takes HOST:PORT, not "${to}".` });
  });

  it('is refused by -w: standard output is taken', () => {
    expect(liveOptions({ write: '-' })).toEqual({ wrong: expect.stringContaining('the name of a file') });
  });
});
