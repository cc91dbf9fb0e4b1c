import { expect, it, onTestFinished, vi } from 'vitest';
import { Core } from '../../src/engine/core.js';
import { sample } from '../sample.js';

it('tells of the first rows at once, however short ago it reported', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const listed: number[] = [];
  const core = new Core(({ conversations }) => listed.push(conversations));
  onTestFinished(() => core.close());
  await core.answer('open', { paths: [sample('call-two-legs.pcap')], limit: null });
  await core.answer('loaded', {});
  expect(listed).toEqual([3]);
});
