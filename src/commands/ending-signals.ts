/**
 * The signals that end a capture in order: Ctrl-C, SIGTERM, and SIGHUP when the terminal is gone, unless it is ignored
 * (nohup).
 */
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { Engine } from '../engine/protocol/engine.js';

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

/**
 * Lets a signal end what is awaited: no child process stays behind, no half-written file, nothing in the spool. A second
 * one does not wait for that.
 */
export async function interruptible<T>(engine: Engine, awaited: Promise<T>): Promise<T> {
  let asked = false;
  const interrupted = (signal: NodeJS.Signals) => {
    const exit = () => process.exit(128 + constants.signals[signal]);
    if (asked) exit();
    asked = true;
    void engine.close().finally(exit);
  };
  const signals = endingSignals();
  for (const signal of signals) process.on(signal, interrupted);
  try {
    return await awaited;
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
  }
}
