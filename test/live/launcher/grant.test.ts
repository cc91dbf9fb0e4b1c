/** What a command line gives the right to capture, and that whoever took the program over can ask for no more. */
import { describe, expect, it } from 'vitest';
import { captureGrant } from '../../../src/launch.js';
import { parseInvocation } from '../../../src/commands/options.js';
import { askedOf, beyond, type Grant } from '../../../src/live/launcher/grant.js';
import type { CaptureSettings } from '../../../src/live/live-input.js';

const SETTINGS: CaptureSettings = {
  bpf: '',
  engine: 'auto',
  snapLength: 65_535,
  ringBytes: 1 << 26,
  promiscuous: true,
};

function granted(...argv: string[]): Grant | null {
  const invocation = parseInvocation(argv);
  if ('wrong' in invocation) throw new Error(invocation.wrong);
  return captureGrant(invocation);
}

/** What is said to a request, as it comes from the channel: null if it is granted. */
function said(grant: Grant | null, device: string, settings: Partial<CaptureSettings> = {}, engine = 'tcpdump') {
  const asked = askedOf({ ask: 'capture', id: 1, engine, device, settings: { ...SETTINGS, ...settings } });
  return asked ? beyond(grant, asked) : 'not understood';
}

describe('the grant of a command line', () => {
  it.each([
    [
      ['-d', 'eth0,eth1'],
      ['eth0', 'eth1'],
    ],
    [['capture', '-d', 'eth0', 'trace.pcap'], ['eth0']],
    [['capture'], ['any']],
    [['capture', '-b', 'port 5060'], ['any']],
  ])('%j: what it names', (argv, devices) => {
    expect(granted(...argv)?.devices).toEqual(devices);
  });

  it.each([[[]], [['-w', 'out.pcapng']], [['shell']], [['-f', 'bad']]])('%j: any interface', argv => {
    expect(granted(...argv)).toMatchObject({ devices: null });
  });

  it.each([
    [['trace.pcap']],
    [['-']],
    [['capture', 'trace.pcap']],
    [['capture', '-']],
    [['capture', '--follow', 'growing.pcap']],
    [['--hep', '9060']],
    [['capture', '--ssh', 'sbc', '-d', 'eth0']],
    [['shell', 'trace.pcap']],
    [['list', 'trace.pcap']],
    [['export', 'trace.pcap', '-o', 'out.pcap']],
    [['devices']],
    [['ping', '192.0.2.1']],
  ])('%j: nothing', argv => {
    expect(granted(...argv)).toBeNull();
  });
});

describe('a request to capture', () => {
  it('is for what was named, or less', () => {
    const grant = granted('-d', 'lo', '-b', 'port 5060', '--snaplen', '200', '--engine', 'tcpdump', '--no-promiscuous');
    const exact = { bpf: 'port 5060', snapLength: 200, promiscuous: false };
    expect(said(grant, 'lo', exact)).toBeNull();
    expect(said(grant, 'lo', { ...exact, snapLength: 96 })).toBeNull();
    expect(said(grant, 'any', exact)).toMatch(/^the command line named lo: /);
    expect(said(grant, 'lo', { ...exact, bpf: '' })).toMatch(/named the filter "port 5060"/);
    expect(said(grant, 'lo', { ...exact, bpf: 'port 5060 or tcp' })).toMatch(/named the filter/);
    expect(said(grant, 'lo', { ...exact, snapLength: 201 })).toMatch(/gave 200 bytes of each packet/);
    expect(said(grant, 'lo', { ...exact, promiscuous: true })).toMatch(/only packets for this machine/);
    expect(said(grant, 'lo', exact, 'dumpcap')).toMatch(/named the engine tcpdump/);
  });

  it('is for any interface of the machine where none was named, and for nothing else libpcap knows', () => {
    const grant = granted();
    expect(said(grant, 'lo', { bpf: 'udp' }, 'dumpcap')).toBeNull();
    expect(said(grant, 'any')).toBeNull();
    const others = ['usbmon0', 'nflog', 'dbus-system', 'rpcap://192.0.2.1/eth0', '/dev/bpf0', '1', '-', '..', '.', ''];
    for (const device of [...others, '-w/etc/x', 'lo/../lo', 'lo\0', 'lo ', '\n', 'lo,any'])
      expect([device, said(grant, device)]).toEqual([device, expect.stringMatching(/^there is no such interface/)]);
  });

  it('is refused where nothing was granted', () => {
    expect(said(null, 'lo')).toMatch(/^the command line named no interface/);
  });

  it('is taken for none where any part of it is something else', () => {
    const good = { engine: 'tcpdump', device: 'lo', settings: SETTINGS };
    expect(askedOf(good)).toBeDefined();
    const bad: Record<string, unknown>[] = [
      {},
      { ...good, engine: 'auto' },
      { ...good, engine: '/bin/sh' },
      { ...good, engine: ['tcpdump'] },
      { ...good, device: ['lo'] },
      { ...good, device: 7 },
      { ...good, settings: null },
      { ...good, settings: 'x' },
      ...[['-w', 'x'], 'a\0b', 'x'.repeat(70_000), 7].map(bpf => ({ ...good, settings: { ...SETTINGS, bpf } })),
      ...['1', 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map(snapLength => ({
        ...good,
        settings: { ...SETTINGS, snapLength },
      })),
      ...[2 ** 40, 0, '64'].map(ringBytes => ({ ...good, settings: { ...SETTINGS, ringBytes } })),
      ...['yes', 1, null].map(promiscuous => ({ ...good, settings: { ...SETTINGS, promiscuous } })),
    ];
    for (const message of bad) expect([message, askedOf(message)]).toEqual([message, undefined]);
  });

  it('carries nothing along that was not looked at', () => {
    const asked = askedOf({
      engine: 'tcpdump',
      device: 'lo',
      more: ['-z', 'sh'],
      settings: { ...SETTINGS, args: ['-w', '/etc/cron.d/x'] },
    });
    expect(asked).toEqual({ engine: 'tcpdump', device: 'lo', settings: { ...SETTINGS, engine: 'tcpdump' } });
  });
});
