/**
 * Copies to the user's clipboard through the terminal (OSC 52), which works over ssh, where no remote program could.
 * Terminals do not reply, so nobody knows whether it was copied. What is copied will be pasted into a terminal: it holds
 * nothing one acts on but tabs and line ends.
 */
import { safeLines } from './text.js';

/** Terminals drop sequences above 100,000 bytes: this much text fits as base64 with its frame. */
export const longestCopy = 74_994;

/** GNU screen drops longer strings (256 bytes). */
const screenPiece = 240;

export interface Copy {
  sequence: string;
  /** UTF-8 bytes in the sequence, and in the text made safe. */
  sent: number;
  length: number;
}

/**
 * The sequence for a text, wrapped for tmux (which needs `allow-passthrough` or `set-clipboard`) and for GNU screen. A
 * text too long is cut between characters.
 */
export function copySequence(text: string, env: NodeJS.ProcessEnv): Copy {
  const bytes = Buffer.from(safeLines(text));
  const sent = wholeCharacters(bytes, longestCopy);
  const sequence = `\x1b]52;c;${sent.toString('base64')}\x07`;
  return { sequence: wrapped(sequence, env), sent: sent.length, length: bytes.length };
}

function wholeCharacters(bytes: Buffer, most: number): Buffer {
  if (bytes.length <= most) return bytes;
  let end = most;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

function wrapped(sequence: string, env: NodeJS.ProcessEnv): string {
  if (env['TMUX']) return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
  if (!env['STY'] && !env['TERM']?.startsWith('screen')) return sequence;
  const pieces = sequence.match(new RegExp(`[^]{1,${screenPiece}}`, 'g')) ?? [];
  return pieces.map(piece => `\x1bP${piece}\x1b\\`).join('');
}
