/**
 * The main thread's side of the engine, and the only file that talks to the worker. Requests of the store and of the
 * headless commands go out; answers, progress, and one sentence if the worker dies, come back.
 */
import { Worker } from 'node:worker_threads';
import { launchedUser } from '../live/launcher/link.js';
import { portToLauncher } from '../live/launcher/port.js';
import { removeSpools } from './spool/spool-folders.js';
import type { Engine, EngineData, FromEngine, ToEngine } from './protocol/engine.js';
import type { Progress } from './protocol/progress.js';
import type { RequestKind, Requests } from './protocol/requests.js';

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

/** Starts the engine's thread. Requests made before it is up wait for it. */
export function startEngine(): Engine {
  const worker = spawnWorker();
  process.once('exit', removeSpools);
  const waiting = new Map<number, Waiting>();
  const progressListeners = new Set<(progress: Progress) => void>();
  const failureListeners = new Set<(sentence: string) => void>();
  /** For a listener that is added later: while nothing changes, no other progress comes. */
  let newest: Progress | undefined;
  let nextId = 1;
  let failure: string | undefined;
  let closing = false;
  const gone = new Promise<void>(resolve => worker.once('exit', () => resolve()));

  const fail = (sentence: string) => {
    if (failure !== undefined || closing) return;
    failure = sentence;
    for (const request of waiting.values()) request.reject(new Error(sentence));
    waiting.clear();
    for (const listener of failureListeners) listener(sentence);
  };

  worker.on('message', (message: FromEngine) => {
    if (message.kind === 'progress') {
      newest = message.progress;
      for (const listener of progressListeners) listener(newest);
      return;
    }
    const request = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') request?.resolve(message.answer);
    else request?.reject(new Error(message.message));
  });
  worker.on('error', error => fail(`The part that reads captures stopped: ${error.message}. Start the program again.`));
  worker.on('exit', code => fail(`The part that reads captures stopped (exit ${code}). Start the program again.`));

  return {
    request<K extends RequestKind>(kind: K, ask: Requests[K]['ask']): Promise<Requests[K]['answer']> {
      if (failure !== undefined) return Promise.reject(new Error(failure));
      const id = nextId++;
      const message: ToEngine = { id, kind, ask };
      worker.postMessage(message);
      // The worker answers each kind with its own answer type: its handlers are typed by the same table.
      return new Promise<Requests[K]['answer']>((resolve, reject) => {
        waiting.set(id, { resolve: answer => resolve(answer as Requests[K]['answer']), reject });
      });
    },
    onProgress(listener) {
      progressListeners.add(listener);
      if (newest) listener(newest);
      return () => progressListeners.delete(listener);
    },
    onFailure(listener) {
      failureListeners.add(listener);
      if (failure !== undefined) listener(failure);
      return () => failureListeners.delete(listener);
    },
    async close(leaves = false) {
      if (closing) return gone;
      closing = true;
      if (leaves) process.off('exit', removeSpools);
      const quit: ToEngine = { kind: 'quit', leaves };
      worker.postMessage(quit);
      await gone;
    },
  };
}

/** The worker lies beside every chunk of the build. */
function spawnWorker(): Worker {
  const user = launchedUser();
  const launcher = user === null ? null : portToLauncher();
  const workerData: EngineData = { launcher, user };
  const transferList = launcher === null ? [] : [launcher];
  return new Worker(new URL('./worker.js', import.meta.url), { workerData, transferList });
}
