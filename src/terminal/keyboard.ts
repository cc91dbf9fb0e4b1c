/**
 * Where keys come from: standard input, or the terminal itself where standard input is a pipe that brings a capture.
 */
import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';

/** The stream of the user's keys; null where the program has no terminal at all. */
export function openKeyboard(): ReadStream | null {
  if (process.stdin.isTTY) return process.stdin;
  try {
    return new ReadStream(openSync('/dev/tty', 'r+'));
  } catch {
    return null;
  }
}
