/** What a run that was killed leaves behind: found by the next, opened, removed; nothing of a run that still lives. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, inject, it, onTestFinished, vi } from 'vitest';
import { node } from '../../commands/program.js';
import { sample } from '../../sample.js';
import { folder, openCore, readTogether } from '../core-session.js';

const CAPTURE = sample('call-diversion-wrong.pcap');
let cache = '';

beforeEach(() => {
  cache = folder();
  vi.stubEnv('XDG_CACHE_HOME', cache);
  return () => vi.unstubAllEnvs();
});

/** A capture from a pipe that goes on until it is killed; answered once its messages are on the disk. */
async function capturing(): Promise<{ kill(): Promise<void> }> {
  const program = spawn(node, [inject('program'), 'capture', '-'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  onTestFinished(() => void program.kill('SIGKILL'));
  program.stdin.write(readFileSync(CAPTURE));
  const isWritten = () => {
    const files = existsSync(cache) ? readdirSync(cache, { recursive: true, encoding: 'utf8' }) : [];
    return files.some(name => name.endsWith('.pcapng') && statSync(join(cache, name)).size > 0);
  };
  await vi.waitFor(() => expect(isWritten()).toBe(true), { timeout: 20_000, interval: 50 });
  const kill = () =>
    new Promise<void>(resolve => {
      program.once('exit', () => resolve());
      program.kill('SIGKILL');
    });
  return { kill };
}

it('is what a killed run left, with every message, until it is removed', async () => {
  const run = await capturing();
  const session = openCore();
  expect(await session.ask('leftovers', {})).toEqual([]);
  await run.kill();

  const [left, ...more] = await session.ask('leftovers', {});
  expect(more).toEqual([]);
  expect(left?.files.length).toBe(1);
  expect(left?.bytes).toBe(statSync(left!.files[0]!).size);
  const recovered = await readTogether(...left!.files);
  const original = await readTogether(CAPTURE);
  const { sip } = await recovered.ask('stats', {});
  expect(sip.messages).toBe((await original.ask('stats', {})).sip.messages);
  const callIds = async (of: typeof original) => (await of.rows()).map(({ callId, messages }) => [callId, messages]);
  expect(await callIds(recovered)).toEqual(await callIds(original));

  await session.ask('removeLeftover', { folder: '/' });
  expect(existsSync(left!.folder)).toBe(true);
  await session.ask('removeLeftover', { folder: left!.folder });
  expect([existsSync(left!.folder), await session.ask('leftovers', {})]).toEqual([false, []]);
});

it('is nothing where a run left no packet', async () => {
  mkdirSync(join(cache, 'sipvestigator', 'spool-4194400-0000'), { recursive: true });
  const session = openCore();
  expect(await session.ask('leftovers', {})).toEqual([]);
  expect(existsSync(join(cache, 'sipvestigator', 'spool-4194400-0000'))).toBe(false);
});
