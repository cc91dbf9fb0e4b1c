/**
 * The main thread's side of the engine, and the only file that talks to the worker. Requests of the store and of the
 * headless commands go out; answers, progress, and one sentence if the worker dies, come back.
 *
 * Once live sources capture, root's rights are given back here: only the main thread may do that.
 */
import { Worker } from 'node:worker_threads';
import { dropPrivileges, privilegesDropped } from '../live/privileges.js';
import { removeSpools } from './spool/spool-folders.js';
import type { Engine, FromEngine, ToEngine } from './protocol/engine.js';
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
      const answered = new Promise<Requests[K]['answer']>((resolve, reject) => {
        waiting.set(id, { resolve: answer => resolve(answer as Requests[K]['answer']), reject });
      });
      return kind === 'openLive' ? answered.then(withoutRights) : answered;
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

const LATE =
  "Root's rights were given back when the first capture began: name all interfaces at once, or start again with sudo.";

/** Gives root's rights back, unless nothing could be opened: the user will want to try again with them. */
function withoutRights<A>(answer: A): A {
  // Called for the answers of one kind only.
  const { opened, refused, warnings } = answer as Requests['openLive']['answer'];
  const forbidden = refused.some(({ reason }) => reason.includes('no permission'));
  const late = forbidden && privilegesDropped() ? LATE : null;
  const wrong = opened.length > 0 || refused.length === 0 ? dropPrivileges() : null;
  return { ...answer, warnings: [...warnings, wrong, late].filter(warning => warning !== null) };
}

/** The worker lies at engine/worker.js beside every chunk of the build. */
function spawnWorker(): Worker {
  return new Worker(new URL('./engine/worker.js', import.meta.url));
}
