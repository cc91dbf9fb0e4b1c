/**
 * What is said when the program fails by its own fault. In: whatever was thrown. Out: one sentence; the stack only for who
 * asks for it.
 */
import { safe } from './text.js';

/** Exit status of a program that failed by its own fault (EX_SOFTWARE of sysexits.h). */
export const crashStatus = 70;

/** One line, or with SIPVESTIGATOR_DEBUG set the stack after it. The error's text may quote a packet: it is made safe. */
export function crashReport(error: unknown, env: NodeJS.ProcessEnv): string {
  const message = error instanceof Error ? error.message : String(error);
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
