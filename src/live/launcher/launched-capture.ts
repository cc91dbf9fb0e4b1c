/** The engine's side of the launcher: captures that run with its rights, as processes like any other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import type { CaptureSignal, Ended, NotStarted, StartCapture } from '../children/capture-process.js';
import type { FromLauncher, Passed } from './messages.js';

/** The last word of a launcher that was killed: its captures end with it. */
const GONE = { id: 0, said: 'ended', signal: 'SIGKILL', failure: null } as const;
const LAUNCHER_GONE = 'the process that had the right to capture has ended';

/** Starts captures through the launcher at the other end of `port`. */
export function startThroughLauncher(port: MessagePort): StartCapture {
  const captures = new Map<number, Told>();
  let nextId = 1;
  let isGone = false;
  port.on('message', (message: FromLauncher) => captures.get(message.id)?.hear(message));
  port.on('close', () => {
    isGone = true;
    for (const told of captures.values()) told.hear(GONE);
  });
  port.unref();
  const pass = (passed: Passed) => port.postMessage(passed);

  return async (engine, device, settings) => {
    const listener = await listen();
    try {
      // What is sent through a closed port is lost without a word.
      if (isGone) return { notStarted: LAUNCHER_GONE };
      const id = nextId++;
      const told = new Told();
      captures.set(id, told);
      pass({ message: { ask: 'capture', id, engine, device, settings }, path: listener.path });
      const started = await told.started;
      if ('notStarted' in started) {
        captures.delete(id);
        return started;
      }
      const stdout = await listener.connection;
      const closed = new Promise(resolve => stdout.once('close', resolve));
      const ended = Promise.all([told.ended, closed]).then(([how]) => {
        captures.delete(id);
        return how;
      });
      const kill = (signal: CaptureSignal) => pass({ message: { ask: 'signal', id, signal } });
      return { pid: started.pid, stdout, ended, kill, onStderr: heard => told.onStderr(heard) };
    } finally {
      listener.close();
    }
  };
}

/** What the launcher told of one capture, in whatever order it is asked for. */
class Told {
  readonly started: Promise<{ pid: number } | NotStarted>;
  readonly ended: Promise<Ended>;
  #setStarted: (started: { pid: number } | NotStarted) => void = () => {};
  #setEnded: (ended: Ended) => void = () => {};
  #stderr = '';
  #listener: ((text: string) => void) | undefined;

  constructor() {
    this.started = new Promise(resolve => {
      this.#setStarted = resolve;
    });
    this.ended = new Promise(resolve => {
      this.#setEnded = resolve;
    });
  }

  hear(message: FromLauncher): void {
    switch (message.said) {
      case 'started':
        this.#setStarted(message);
        break;
      case 'not started':
        this.#setStarted({ notStarted: message.why });
        break;
      case 'ended':
        // Where it had not started, it never will.
        this.#setStarted({ notStarted: message.failure ?? LAUNCHER_GONE });
        this.#setEnded(message);
        break;
      case 'stderr':
        if (this.#listener) this.#listener(message.text);
        else this.#stderr += message.text;
    }
  }

  onStderr(listener: (text: string) => void): void {
    this.#listener = listener;
    if (this.#stderr !== '') listener(this.#stderr);
    this.#stderr = '';
  }
}

interface Listener {
  path: string;
  /** The first to connect. */
  connection: Promise<Socket>;
  close(): void;
}

/** Listens in a folder that is this user's alone. */
async function listen(): Promise<Listener> {
  const folder = mkdtempSync(join(tmpdir(), 'sipvestigator-'));
  const path = join(folder, 'capture');
  const server = createServer();
  const connection = new Promise<Socket>(resolve => server.once('connection', resolve));
  const close = () => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(path, resolve);
    });
    return { path, connection, close };
  } catch (error) {
    close();
    throw error;
  }
}
