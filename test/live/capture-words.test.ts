/** What may follow `capture start`: the words of the command line, and shorter ones. */
import { expect, it } from 'vitest';
import { captureWords } from '../../src/live/capture-words.js';
import { RING_BYTES, SNAP_LENGTH } from '../../src/live/live-input.js';
import { words } from '../../src/shell/words.js';

const settings = { bpf: '', engine: 'auto', snapLength: SNAP_LENGTH, ringBytes: RING_BYTES, promiscuous: true };

function asked(line: string) {
  const found = captureWords(words(line).map(({ text }) => text));
  if ('wrong' in found) throw new Error(found.wrong);
  return found;
}

function wrong(line: string): string {
  const found = captureWords(words(line).map(({ text }) => text));
  return 'wrong' in found ? found.wrong : '';
}

it('is all interfaces where nothing is named', () => {
  expect(asked('').inputs).toEqual([{ kind: 'device', device: 'any', settings }]);
});

it('names interfaces in words, with commas or with -d', () => {
  const devices = (line: string) => asked(line).inputs.map(input => 'device' in input && input.device);
  for (const line of ['lo eth0', 'lo,eth0', '-d lo,eth0', '-d lo eth0']) expect(devices(line)).toEqual(['lo', 'eth0']);
});

it('takes the options of the command line', () => {
  const line = 'lo -b "udp port 5060" --engine dumpcap --snaplen 2000 -w calls.pcap --overwrite --hep-to 10.0.0.9';
  expect(asked(line)).toMatchObject({
    inputs: [{ kind: 'device', device: 'lo', settings: { bpf: 'udp port 5060', engine: 'dumpcap', snapLength: 2000 } }],
    write: 'calls.pcap',
    overwrite: true,
    forward: { host: '10.0.0.9', port: 9060 },
  });
});

it('names listeners, hosts and files in words', () => {
  const listener = { kind: 'hep', address: '0.0.0.0', port: 9061, key: null };
  expect(asked('hep :9061').inputs).toEqual([listener]);
  expect(asked('--hep 9061').inputs).toEqual([listener]);
  expect(asked('hep').inputs).toEqual([{ ...listener, port: 9060 }]);
  expect(asked('hep 127.0.0.1:9061 --hep-key k').inputs).toEqual([{ ...listener, address: '127.0.0.1', key: 'k' }]);
  expect(asked('ssh proxy1').inputs).toEqual([{ kind: 'ssh', host: 'proxy1', device: 'any', settings }]);
  expect(asked('ssh proxy1 eth1').inputs).toEqual([{ kind: 'ssh', host: 'proxy1', device: 'eth1', settings }]);
  const followed = ['a.pcap', 'b.pcap'].map(path => ({ kind: 'follow', path }));
  expect(asked('follow a.pcap b.pcap').inputs).toEqual(followed);
  expect(asked('--follow a.pcap b.pcap').inputs).toEqual(followed);
});

it('says how a filter is written where one stands among the interfaces', () => {
  expect(wrong('lo udp port 5060')).toBe(
    'A capture filter comes after -b, in quotes: capture start lo -b "udp port 5060"',
  );
  expect(wrong('port 5060')).toContain('capture start -b "port 5060"');
});

it('names the option that is unknown, lacks its value or has a wrong one', () => {
  expect(wrong('lo --snaplenn 3')).toMatch(/--snaplenn.*help capture/);
  expect(wrong('lo -b')).toMatch(/-b/);
  expect(wrong('lo --engine tshark')).toContain('auto, tcpdump, dumpcap, cap');
  expect(wrong('hep :99999')).toContain(':99999');
  expect(wrong('ssh')).toContain('host');
});

it.each(['""', 'ssh ""', 'ssh proxy1 ""', 'hep ""', 'follow ""', '-d ""', '--ssh ""', 'lo -w ""', '-d ,', 'ssh ,'])(
  'does not capture everything where a name is empty: %s',
  line => {
    expect(wrong(line)).not.toBe('');
  },
);
