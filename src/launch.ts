/**
 * Started by root for somebody: what the command line gives the right to capture, and the program as that user. What is
 * named is captured and nothing else; only where nothing at all is named may interfaces be chosen later.
 */
import { launch } from './live/launcher/launcher.js';
import type { Grant } from './live/launcher/grant.js';
import { EVERY_DEVICE } from './live/live-options.js';
import type { Invoker } from './live/privileges.js';
import type { Invocation } from './commands/options.js';
import { complain } from './terminal/sentence.js';

/** What an invocation gives the right to capture; null for nothing. */
export function captureGrant({ command, words, live }: Invocation): Grant | null {
  const { inputs, follow, settings } = live;
  if (command !== undefined && command.name !== 'capture' && command.name !== 'shell') return null;
  const devices = inputs.flatMap(input => (input.kind === 'device' ? [input.device] : []));
  if (devices.length > 0) return { devices, settings };
  if (inputs.length > 0 || words.length > 0 || follow) return null;
  return { devices: command?.name === 'capture' ? [EVERY_DEVICE] : null, settings };
}

/** Runs the program, whose main.js is `main`, as `user`; resolves with its exit status. */
export function launchFor(user: Invoker, invocation: Invocation, main: string): Promise<number> {
  const grant = captureGrant(invocation);
  return launch({ user, grant, main, say: complain });
}
