import { expect, it } from 'vitest';
import { decode } from '../harness.js';
import { request } from '../wire.js';
import { segment } from './segments.js';

it('TCP is bounded in memory: the streams used longest ago are given up', () => {
  const message = request('three', 'v=0\r\n'.repeat(100));
  const packets = Array.from({ length: 66_000 }, (_, i) =>
    segment(message.slice(0, 300), { source: i & 0xffff, destination: 5060 + (i >> 16), sequence: 1 }),
  );
  const { accounts } = decode(packets, false);
  // 64 MB, and no stream holds less than 2,048 bytes.
  expect(accounts.pending).toBeLessThanOrEqual((64 * 1024 * 1024) / 2048);
});
