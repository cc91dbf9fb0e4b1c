/**
 * The user's clipboard, reached through the terminal (OSC 52), which works over ssh where no program of the far machine
 * could. In: a text. Out: the sequence to send, and how much of the text it holds. No terminal answers: it is sent, never
 * known to be copied.
 */

/** Terminals drop sequences above 100,000 bytes: with its frame around base64 that leaves this much text. */
export const longestCopy = 74_994;

/** GNU screen drops strings above 256 bytes in one piece. */
const screenPiece = 240;

export interface Copy {
  sequence: string;
  /** Bytes of UTF-8 in the sequence, and in the text. */
  sent: number;
  length: number;
}

/**
 * The sequence for a text, wrapped for tmux (`allow-passthrough` or `set-clipboard` has to be on there) and for GNU screen.
 * A text too long is cut between characters.
 */
export function copySequence(text: string, env: NodeJS.ProcessEnv): Copy {
  const bytes = Buffer.from(text);
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
