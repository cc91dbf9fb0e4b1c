/**
 * The signals that end a capture in order: Ctrl-C, SIGTERM, and SIGHUP when the terminal is gone, unless it is ignored
 * (nohup).
 */
import { readFileSync } from 'node:fs';

/** SIGHUP in the kernel's mask of ignored signals. */
const SIGHUP_BIT = 1n;

export function endingSignals(): NodeJS.Signals[] {
  return ignoresHangUp() ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
}

/** Our own handler would undo nohup. False where that is unknown (not Linux). */
function ignoresHangUp(): boolean {
  try {
    const [, mask = '0'] = /^SigIgn:\s+([\da-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return (BigInt(`0x${mask}`) & SIGHUP_BIT) !== 0n;
  } catch {
    return false;
  }
}
