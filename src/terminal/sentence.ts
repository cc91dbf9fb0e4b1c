/**
 * Sentences on standard error. All pass here, whatever they quote (a path, an option, a packet, what another program
 * said): each is one line, of bounded length, without anything a terminal acts on.
 */
import { safe } from './text.js';

const PROGRAM = 'sipvestigator: ';
/** A longer sentence loses its middle: it ends in why, and begins with what. */
const LONGEST = 2000;

/** A sentence as it is printed, without the program's name. */
export function sentence(text: string): string {
  const line = safe(text);
  if (line.length <= LONGEST) return line;
  return `${line.slice(0, LONGEST / 2)} … ${line.slice(-LONGEST / 2)}`;
}

/** The line of a sentence, and below it lines that explain it. */
export function complaint(text: string, ...below: readonly string[]): string {
  return [PROGRAM + sentence(text), ...below.map(line => safe(line))].map(line => `${line}\n`).join('');
}

/** Prints a sentence. Where standard error takes nothing, nobody can be told. */
export function complain(text: string, ...below: readonly string[]): void {
  process.stderr.write(complaint(text, ...below));
}

/** A line of an answer that is about it, without the program's name. */
export function remarkOn(text: string): void {
  process.stderr.write(`${safe(text)}\n`);
}
