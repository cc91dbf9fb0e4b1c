/**
 * The way of the engine's thread to the launcher. A request to capture comes with the path where that thread listens. The
 * connection is made here and handed to the launcher, so that nobody with root's rights opens a path.
 */
import { connect } from 'node:net';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { tell } from './link.js';
import type { FromLauncher, Passed } from './messages.js';

/** A port to the launcher for the engine's thread. */
export function portToLauncher(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const answer = (message: FromLauncher) => port1.postMessage(message);
  port1.on('message', (passed: Passed) => {
    if (!('path' in passed)) return tell(passed.message);
    const { message, path } = passed;
    const socket = connect({ path });
    socket.once('connect', () => tell(message, socket));
    socket.once('error', error => answer({ id: message.id, said: 'not started', why: error.message }));
  });
  process.on('message', answer);
  process.on('disconnect', () => port1.close());
  process.channel?.unref();
  port1.unref();
  return port2;
}
