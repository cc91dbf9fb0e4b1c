/**
 * The program's side of its launcher, in the main thread: Node gives the channel to no other.
 */
import type { Socket } from 'node:net';
import { userInfo } from 'node:os';
import { actAs } from '../../format/errors.js';
import { LAUNCHED_FOR, type ToLauncher } from './messages.js';

const AT_ONCE_MS = 300;

let launchedFor: string | null = null;

/** The name of the user whom the launcher started this program for; null if it has none. */
export function launchedUser(): string | null {
  return launchedFor;
}

/**
 * Takes up the launcher's channel, if there is one. Settings and cache are those of the user this process runs as.
 * Without its launcher the program ends in order.
 */
export function joinLauncher(): void {
  const name = process.env[LAUNCHED_FOR];
  if (name === undefined || process.send === undefined) return;
  delete process.env[LAUNCHED_FOR];
  launchedFor = name;
  process.env['HOME'] = ownHome();
  actAs(name);
  takeSignalsOnce();
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
  tell({ ask: 'hello' });
}

/** That of the user's account; without one nothing of root's may be taken for it. */
function ownHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    return '/';
  }
}

/** Stops the whole job: this process may not stop its parents, which are root's. */
export function suspendJob(): void {
  tell({ ask: 'suspend' });
}

/**
 * A signal to the whole job comes twice, from its sender and from the launcher, which passes on what it gets. A second
 * Ctrl-C would mean that the user will not wait; so of two that come at once, only one is heard.
 */
function takeSignalsOnce(): void {
  const heardMs = new Map<unknown, number>();
  const isCopy = (event: unknown): boolean => {
    if (typeof event !== 'string' || !/^SIG(INT|TERM|HUP|QUIT)$/.test(event)) return false;
    const nowMs = performance.now();
    const before = heardMs.get(event) ?? Number.NEGATIVE_INFINITY;
    heardMs.set(event, nowMs);
    return nowMs - before < AT_ONCE_MS;
  };
  // Node's types have an overload for each event, which this one function stands for.
  const emit: (event: never, ...rest: never[]) => boolean = process.emit.bind(process);
  Object.assign(process, { emit: (event: never, ...rest: never[]) => isCopy(event) || emit(event, ...rest) });
}

/** Tells the launcher; one that is gone is noticed by `joinLauncher`. */
export function tell(message: ToLauncher, socket?: Socket): void {
  if (process.connected) process.send?.(message, socket, {}, () => {});
}
