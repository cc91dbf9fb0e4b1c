/** Every packet sent is listed or counted as dropped, even if the kernel ring is too small. */
import { describe, expect, it } from 'vitest';
import { hepPacket } from '../../src/live/hep/hep-sender.js';
import { withoutPeer } from '../peer.js';
import { capturing, childOf, mayCapture } from './capturing.js';
import { freePort, request, send } from './traffic.js';

const absent = !mayCapture || withoutPeer('tcpdump');

/** So many that a ring of 1 MiB cannot hold them. */
const SENT = 6000;

describe.skipIf(absent)('tcpdump on the loopback', () => {
  const requests = Array.from({ length: SENT }, (_, number) => request(number + 1));

  it('loses what its ring cannot hold, and says how much', async () => {
    const port = await freePort();
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '--engine', 'tcpdump', '--ring', '1']);
    const tcpdump = childOf(own.child.pid!);
    process.kill(tcpdump, 'SIGSTOP');
    await send(port, ...requests);
    process.kill(tcpdump, 'SIGCONT');
    await own.listed(1);
    expect(await own.stop()).toBe(0);
    const [, dropped] = /lo: \d+ packets; dropped: (\d+) by the kernel/.exec(own.words())!;
    expect(Number(dropped)).toBeGreaterThan(0);
    expect(own.lines.length + Number(dropped)).toBe(SENT);
  });

  it.each([
    ['ordinary', []],
    ['immediate', ['--snaplen', '1900', '--ring', '128']],
  ])('lists everything sent before Ctrl-C, even when busy, in its %s mode', async (_, words) => {
    const port = await freePort();
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '--engine', 'tcpdump', ...words]);
    const tcpdump = childOf(own.child.pid!);
    process.kill(tcpdump, 'SIGSTOP');
    await send(port, ...requests);
    const ended = own.stop();
    process.kill(tcpdump, 'SIGCONT');
    expect(await ended).toBe(0);
    expect(own.lines).toHaveLength(SENT);
    expect(own.words()).toContain('dropped: 0 by the kernel');
  });
});

describe.skipIf(process.platform !== 'linux')('a HEP listener', () => {
  it('that could not keep up says how many reports the kernel dropped', async () => {
    const own = await capturing(['--hep', '127.0.0.1:0']);
    const port = Number(/HEP \S+:(\d+)/.exec(own.words())![1]);
    const none = new Uint8Array(0);
    const where = { source: none, sourcePort: 0, destination: none, destinationPort: 0 };
    const reports = Array.from({ length: 40_000 }, (_, number) => {
      const bytes = request(number + 1);
      const datagram = {
        timeUs: 0,
        bytes,
        start: 0,
        end: bytes.length,
        ...where,
        transport: 'UDP',
        truncated: false,
      } as const;
      return hepPacket(datagram, 1, null)!;
    });
    own.child.kill('SIGSTOP');
    await send(port, ...reports);
    const ended = own.stop();
    own.child.kill('SIGCONT');
    expect(await ended).toBe(0);
    const [, dropped] = /HEP \S+: \d+ packets; dropped: (\d+) by the kernel/.exec(own.words())!;
    expect(Number(dropped)).toBeGreaterThan(0);
    expect(own.lines.length + Number(dropped)).toBe(reports.length);
  });
});
