/** The message when the program fails by its own fault: one sentence, and the stack only on request. */
import { errorText } from '../format/errors.js';
import { complaint } from './sentence.js';

/** Exit status after an internal error (EX_SOFTWARE of sysexits.h). */
export const crashStatus = 70;

/** One line; with SIPVESTIGATOR_DEBUG set, the stack follows. The error may quote a packet, so it is made safe. */
export function crashReport(error: unknown, env: NodeJS.ProcessEnv): string {
  const sentence = `stopped by an error of its own: ${errorText(error)}`;
  if (!env['SIPVESTIGATOR_DEBUG']) return complaint(`${sentence} (SIPVESTIGATOR_DEBUG=1 shows where)`);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return complaint(sentence, ...stack.split('\n'));
}
