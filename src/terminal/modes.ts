/**
 * The modes of the terminal the program turns on, and how they are undone. In: which ones. Out: sequences (xterm's "Control
 * Sequences", private modes), and the one way to write that still works when the program is about to end.
 */
import { writeSync } from 'node:fs';

/** Clicks and the wheel in SGR coordinates; no drags, so that Shift-drag selects as ever. */
const mouseOn = '\x1b[?1000h\x1b[?1006h';
const mouseOff = '\x1b[?1006l\x1b[?1000l';

/** Alternate screen, no wrapping at the last column (a row too long stays a row), no cursor, pastes marked as such. */
export function enterModes(mouse: boolean): string {
  return `\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004h${mouse ? mouseOn : ''}`;
}

/** Undoes all of them, whatever was written last: a frame cut short must not leave the terminal waiting for its end. */
export const leaveModes = `\x1b[?2026l\x1b[0m\x1b[?2004l${mouseOff}\x1b[?25h\x1b[?7h\x1b[?1049l`;

export function mouseModes(on: boolean): string {
  return on ? mouseOn : mouseOff;
}

/** How long a terminal that takes nothing may hold up the end of the program. */
const patienceMs = 500;

/**
 * Writes past every queue, at once. Gives up on a terminal that is gone, or takes nothing for half a second: the program
 * ends all the same.
 */
export function writeAtOnce(fd: number, text: string): void {
  let bytes = Buffer.from(text);
  const deadline = Date.now() + patienceMs;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!busy || Date.now() > deadline) return;
      Atomics.wait(pause, 0, 0, 10);
    }
  }
}
