/**
 * The terminal modes the program sets and resets (xterm's "Control Sequences", private modes), and a write that still
 * works while the program is exiting.
 */
import { writeSync } from 'node:fs';
import { errorCode } from '../format/errors.js';

/** Clicks and the wheel in SGR coordinates; no drags, so that Shift-drag still selects text. */
const mouseOn = '\x1b[?1000h\x1b[?1006h';
const mouseOff = '\x1b[?1006l\x1b[?1000l';

/** Alternate screen, no auto-wrap (a row too long stays one row), hidden cursor, bracketed paste. */
export function enterModes(mouse: boolean): string {
  return `\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004h${mouse ? mouseOn : ''}`;
}

/** Resets all modes. It first ends a synchronised update, in case a frame was cut short. */
export const leaveModes = `\x1b[?2026l\x1b[0m\x1b[?2004l${mouseOff}\x1b[?25h\x1b[?7h\x1b[?1049l`;

export function mouseModes(on: boolean): string {
  return on ? mouseOn : mouseOff;
}

/** How long a blocked terminal may delay the exit. */
const writeTimeoutMs = 500;

/**
 * Writes synchronously, past every queue. Gives up on a terminal that has gone away or is blocked for half a second, so that the
 * program can exit.
 */
export function writeAtOnce(fd: number, text: string): void {
  let bytes = Buffer.from(text);
  const deadline = Date.now() + writeTimeoutMs;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN' || Date.now() > deadline) return;
      Atomics.wait(pause, 0, 0, 10);
    }
  }
}
