/**
 * The engine in the thread that asks it, for commands that read files, print and end: nobody presses keys meanwhile, and
 * a thread takes longer to begin and end than a small capture to read. Work runs in slices as in the worker, so signals
 * are heard between them.
 */
import { Core } from './core.js';
import type { Engine } from './protocol/engine.js';
import type { Progress } from './protocol/progress.js';
import type { RequestKind, Requests } from './protocol/requests.js';
import { removeSpools } from './spool/spool-folders.js';

/**
 * Makes an engine of this thread. Its answers are its own objects, not copies: they are for reading. A fault of the
 * engine itself is one of the program (main.ts), so nobody is told that a thread died.
 */
export function engineInThisThread(): Engine {
  process.once('exit', removeSpools);
  const listeners = new Set<(progress: Progress) => void>();
  let newest: Progress | undefined;
  let gone: Promise<void> | undefined;
  const core = new Core(progress => {
    newest = progress;
    for (const listener of listeners) listener(progress);
  });

  return {
    request<K extends RequestKind>(kind: K, ask: Requests[K]['ask']): Promise<Requests[K]['answer']> {
      return new Promise<Requests[K]['answer']>((resolve, reject) => {
        // What ends because the engine closes is no answer: nobody may print it.
        core.answer(kind, ask).then(
          // The core answers each kind with its own answer type: its handlers are typed by the same table.
          answer => gone ?? resolve(answer as Requests[K]['answer']),
          (error: unknown) => gone ?? reject(error),
        );
      });
    },
    onProgress(listener) {
      listeners.add(listener);
      if (newest) listener(newest);
      return () => listeners.delete(listener);
    },
    onFailure: () => () => undefined,
    close(leaves = false) {
      if (leaves) process.off('exit', removeSpools);
      gone ??= core.close(leaves);
      return gone;
    },
  };
}
