/**
 * What a command says. In: texts that may come straight from a packet. Out: lines that are safe to print, told apart into
 * answers (stdout) and complaints (stderr).
 */
import { safe } from '../terminal/text.js';

export interface Said {
  text: string;
  /** The command could not do what was asked. */
  wrong: boolean;
}

/** One line of an answer. */
export function line(text: string): Said {
  return { text: safe(text), wrong: false };
}

/** One line of a complaint. */
export function wrong(text: string): Said {
  return { text: safe(text), wrong: true };
}

/** "1083 conversations", as the original counts, one included. */
export function conversations(count: number): Said {
  return line(`${count} conversations`);
}
