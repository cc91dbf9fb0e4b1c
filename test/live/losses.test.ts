/** What was sent is listed or counted as dropped, to the packet, also where the kernel's ring is too small. */
import { describe, expect, it } from 'vitest';
import { withoutPeer } from '../peer.js';
import { capturing, childOf, freePort, mayCapture, request, send } from './capturing.js';

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

  it('lists all that was sent before Ctrl-C, also where it was busy then', async () => {
    const port = await freePort();
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '--engine', 'tcpdump']);
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
