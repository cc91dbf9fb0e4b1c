/** The message when the program fails by its own fault: one sentence, and the stack only on request. */
import { errorText } from '../format/errors.js';
import { safe } from './text.js';

/** Exit status after an internal error (EX_SOFTWARE of sysexits.h). */
export const crashStatus = 70;

/** One line; with SIPVESTIGATOR_DEBUG set, the stack follows. The error may quote a packet, so it is made safe. */
export function crashReport(error: unknown, env: NodeJS.ProcessEnv): string {
  const message = errorText(error);
  const sentence = `sipvestigator: stopped by an error of its own: ${safe(message)}`;
  if (env['SIPVESTIGATOR_DEBUG']) {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    return `${sentence}\n${stack
      .split('\n')
      .map(line => safe(line))
      .join('\n')}\n`;
  }
  return `${sentence} (SIPVESTIGATOR_DEBUG=1 shows where)\n`;
}
