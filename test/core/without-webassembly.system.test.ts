/** A Node that cannot run the core: V8 without its compilers has no WebAssembly. */
import { spawnSync } from 'node:child_process';
import { expect, inject, it } from 'vitest';
import { sample } from '../sample.js';

it('is told so in a sentence', () => {
  const argv = ['--jitless', inject('program'), 'stats', sample('call-two-legs.pcap')];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect(stderr).toContain('this Node cannot run WebAssembly with SIMD; run Node 20 or newer, without --jitless');
  expect([status, stdout]).toEqual([70, '']);
});
