import { expect, it } from 'vitest';
import { decode } from '../harness.js';
import { request } from '../wire.js';
import { segment } from './segments.js';

const ETHERNET_AND_IPV4 = 34;

it('TCP is bounded in memory: the streams used longest ago are given up', () => {
  const message = request('three', 'v=0\r\n'.repeat(100));
  const packet = segment(message.slice(0, 300), { sequence: 1 });
  const packets = Array.from({ length: 66_000 }, (_, i) => {
    const one = packet.slice();
    const ports = new DataView(one.buffer, ETHERNET_AND_IPV4);
    ports.setUint16(0, i & 0xffff);
    ports.setUint16(2, 5060 + (i >> 16));
    return one;
  });
  const { accounts } = decode(packets, false);
  // 64 MB, and no stream holds less than 2,048 bytes.
  expect(accounts.pending).toBeLessThanOrEqual((64 * 1024 * 1024) / 2048);
});
