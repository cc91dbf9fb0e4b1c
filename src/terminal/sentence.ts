/**
 * Sentences on standard error. All pass here, whatever they quote (a path, an option, a packet, what another program
 * said): each is one line, of bounded length, without anything a terminal acts on.
 */
import { withStandIns } from './stand-ins.js';

const PROGRAM = 'sipvestigator: ';
/** A longer sentence loses its middle: it ends in why, and begins with what. */
const LONGEST = 2000;

/** A sentence as it is printed, without the program's name. */
export function sentence(text: string): string {
  const line = inert(text);
  if (line.length <= LONGEST) return line;
  return `${line.slice(0, LONGEST / 2)} … ${line.slice(-LONGEST / 2)}`;
}

/** The line of a sentence, and below it lines that explain it. */
export function complaint(text: string, ...below: readonly string[]): string {
  return [PROGRAM + sentence(text), ...below.map(inert)].map(line => `${line}\n`).join('');
}

/** Prints a sentence. Where standard error takes nothing, nobody can be told. */
export function complain(text: string, ...below: readonly string[]): void {
  process.stderr.write(complaint(text, ...below));
}

/** A line of an answer that is about it, without the program's name. */
export function remarkOn(text: string): void {
  process.stderr.write(`${inert(text)}\n`);
}

/** A tab is one space: nothing is aligned with a sentence, so nothing need be measured. */
function inert(text: string): string {
  return withStandIns(text.replaceAll('\t', ' '));
}
