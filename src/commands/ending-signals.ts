/**
 * The signals that end a capture in order: what was captured is written, and what captures is ended. In: how this process was
 * started. Out: Ctrl-C, the word to end, and a terminal that is gone, unless that one is ignored (nohup).
 */
import { readFileSync } from 'node:fs';

/** The lowest bit of the kernel's mask of ignored signals. */
const SIGHUP_BIT = 1n;

export function endingSignals(): NodeJS.Signals[] {
  return ignoresHangUp() ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
}

/** A handler of our own would undo what nohup did. False where nobody tells (not Linux). */
function ignoresHangUp(): boolean {
  try {
    const [, mask = '0'] = /^SigIgn:\s+([\da-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return (BigInt(`0x${mask}`) & SIGHUP_BIT) !== 0n;
  } catch {
    return false;
  }
}
