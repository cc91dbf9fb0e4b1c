/** The engine's side of the launcher, without a launcher: the test answers in its place. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { StartCapture } from '../../../src/live/children/capture-process.js';
import { startThroughLauncher } from '../../../src/live/launcher/launched-capture.js';
import type { AskCapture, FromLauncher } from '../../../src/live/launcher/messages.js';
import type { CaptureSettings } from '../../../src/live/live-input.js';

const SETTINGS: CaptureSettings = {
  bpf: '',
  engine: 'auto',
  snapLength: 65_535,
  ringBytes: 1 << 26,
  promiscuous: true,
};

/** Where it listens. */
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launched-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

interface Launcher {
  port: MessagePort;
  start: StartCapture;
  answer(message: FromLauncher): void;
  /** The next request to capture. */
  asked(): Promise<{ message: AskCapture; path: string }>;
}

function launcher(): Launcher {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  return {
    port: port1,
    start: startThroughLauncher(port2),
    answer: message => port1.postMessage(message),
    asked: async () => {
      const [passed] = (await once(port1, 'message')) as [{ message: AskCapture; path: string }]; // the first request
      return passed;
    },
  };
}

describe('a capture through the launcher', () => {
  it('is what comes through the socket it listens on, and leaves nothing there', async () => {
    const { start, asked, answer } = launcher();
    const starting = start('tcpdump', 'lo', SETTINGS);
    const { message, path } = await asked();
    expect(message).toMatchObject({ ask: 'capture', engine: 'tcpdump', device: 'lo' });
    const socket = connect(path);
    await once(socket, 'connect');
    answer({ id: message.id, said: 'started', pid: 7 });
    const capture = await starting;
    if ('notStarted' in capture) throw new Error(capture.notStarted ?? 'not installed');
    expect(capture.pid).toBe(7);
    expect(readdirSync(folder)).toEqual([]);
    socket.end('packets');
    expect(await capture.stdout.setEncoding('utf8').toArray()).toEqual(['packets']);
    answer({ id: message.id, said: 'ended', signal: 'SIGINT', failure: null });
    expect(await capture.ended).toMatchObject({ signal: 'SIGINT', failure: null });
  });

  it('is not started where the launcher says why', async () => {
    const { start, asked, answer } = launcher();
    const starting = start('tcpdump', 'nosuch0', SETTINGS);
    const { message } = await asked();
    answer({ id: message.id, said: 'not started', why: 'there is no such interface' });
    expect(await starting).toEqual({ notStarted: 'there is no such interface' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not waited for where the launcher is killed, nor asked for afterwards', async () => {
    const { port, start, asked } = launcher();
    const starting = start('tcpdump', 'lo', SETTINGS);
    await asked();
    port.close();
    const gone = { notStarted: 'the process that had the right to capture has ended' };
    expect(await starting).toEqual(gone);
    expect(await start('tcpdump', 'lo', SETTINGS)).toEqual(gone);
    expect(readdirSync(folder)).toEqual([]);
  });
});
