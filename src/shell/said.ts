/**
 * What a command says. In: texts that may come straight from a packet. Out: lines that are safe to print, told apart into
 * answers with what announces them (stdout), and remarks and refusals (stderr).
 */
import { safe } from '../terminal/text.js';

export interface Said {
  text: string;
  /**
   * An announcement comes before what takes a while, a remark is about what was answered; after a refusal what was asked is not
   * done.
   */
  kind: 'announcement' | 'answer' | 'remark' | 'refusal';
}

/** One line of an answer. */
export function line(text: string): Said {
  return { text: safe(text), kind: 'answer' };
}

/** One line before what takes a while. */
export function announcement(text: string): Said {
  return { text: safe(text), kind: 'announcement' };
}

/** One line beside an answer: what of it is missing, and why. */
export function remark(text: string): Said {
  return { text: safe(text), kind: 'remark' };
}

/** One line of why not. */
export function wrong(text: string): Said {
  return { text: safe(text), kind: 'refusal' };
}

/** "1083 conversations", as the original counts, one included. */
export function conversations(count: number): Said {
  return line(`${count} conversations`);
}
