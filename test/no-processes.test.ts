/** A unit test needs nothing but Node: it starts no process and does not know the built program. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { expect, inject, it } from 'vitest';

it('starts no process', () => {
  for (const start of [() => spawn('true'), () => spawnSync('true'), () => execFile('true')])
    expect(start).toThrow('name its file *.system.test.ts');
});

it('does not know the built program', () => {
  expect(inject('program')).toBeUndefined();
});
