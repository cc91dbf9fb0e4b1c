/** The interfaces of this machine, held against what the kernel and ping count. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { devices, devicesNow } from '../../src/live/devices.js';
import { openCore } from '../engine/core-session.js';
import { withoutPeer } from '../peer.js';

describe('interfaces', () => {
  it('are those the kernel has', async () => {
    const names = (await devices()).map(({ name }) => name);
    const folders = readdirSync('/sys/class/net').filter(name => name !== 'bonding_masters');
    expect(names).toEqual(expect.arrayContaining(folders));
  });

  it.skipIf(withoutPeer('tcpdump'))('begin with all of them, whose packets are those of the others', async () => {
    const [all, ...others] = await devices();
    expect(all).toMatchObject({ name: 'any', up: true });
    expect(all?.packets).toBe(others.reduce((sum, { packets }) => sum + (packets ?? 0), 0));
  });

  it('come with those that are up first', () => {
    const ups = devicesNow(new Map()).map(({ up }) => up === true);
    expect(ups).toEqual([...ups].sort((a, b) => Number(b) - Number(a)));
  });

  it('count what passes through them', async () => {
    const core = openCore();
    const seen = async () => {
      const { devices: now, timeMs } = await core.ask('devices', {});
      return { packets: now.find(({ name }) => name === 'lo')?.packets ?? Number.NaN, timeMs };
    };
    const before = await seen();
    const [from, to] = [createSocket('udp4'), createSocket('udp4')];
    to.bind(0, '127.0.0.1');
    await once(to, 'listening');
    for (let sent = 0; sent < 50; sent++) {
      from.send('x', to.address().port, '127.0.0.1');
      await once(to, 'message');
    }
    from.close();
    to.close();
    const after = await seen();
    // Each goes out and comes in.
    expect(after.packets - before.packets).toBeGreaterThanOrEqual(100);
    expect(after.timeMs).toBeGreaterThan(before.timeMs);
  });
});
