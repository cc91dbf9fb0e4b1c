/**
 * The worker thread's entry: passes requests to the core and posts its answers and its progress. The core knows nothing
 * of threads.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { errorText, actAs } from '../format/errors.js';
import { startThroughLauncher } from '../live/launcher/launched-capture.js';
import { Core } from './core.js';
import type { EngineData, FromEngine, ToEngine } from './protocol/engine.js';

const port = parentPort;
if (!port) throw new Error('worker.js is started by the program as a worker thread, not by itself');

const post = (message: FromEngine, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
const { launcher, user }: EngineData = workerData;
actAs(user);
// Where the engine starts captures itself, the core knows how.
const start = launcher === null ? undefined : startThroughLauncher(launcher);
const core = new Core(progress => post({ kind: 'progress', progress }), start);

port.on('message', (message: ToEngine) => {
  if (message.kind === 'quit') {
    void core.close(message.leaves).finally(() => port.close());
    return;
  }
  const { id, kind, ask } = message;
  core.answer(kind, ask).then(
    answer => post({ kind: 'answer', id, answer }),
    (error: unknown) => post({ kind: 'failed', id, message: errorText(error) }),
  );
});
