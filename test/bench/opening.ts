/** A capture opened in a UI: when its first rows and all of them are on the screen. */
import { type BenchCapture, prepare } from './captures.js';
import { program } from './reading.js';
import { Terminal } from './terminal.js';

const FIRST_ROWS_MS = 60_000;
const LOADED_MS = 600_000;

export interface Program {
  name: string;
  command: string;
  argv: (path: string) => string[];
}

export const OURS: Program = { name: 'sipvestigator', command: process.execPath, argv: path => [program, path] };
export const SNGREP: Program = { name: 'sngrep', command: 'sngrep', argv: path => ['-l', '200000', '-I', path] };

/** What stands before the filter in the first line of our screen. */
export const TITLE = ' 1 Filter  ';

export function open({ command, argv }: Program, capture: BenchCapture): Terminal {
  return new Terminal(command, argv(prepare(capture)));
}

/** When rows of conversations were on the screen. */
export async function firstRows(terminal: Terminal, { path }: BenchCapture): Promise<number> {
  const first = await terminal.until(
    () => (terminal.text().match(/\b(INVITE|REGISTER|OPTIONS)\b/g)?.length ?? 0) >= 3,
    FIRST_ROWS_MS,
  );
  if (first === undefined) throw new Error(`no conversations of ${path} were shown:\n${terminal.text()}`);
  return first;
}

/** When the screen, showing the number of all conversations, came to rest. */
export async function listed(terminal: Terminal, capture: BenchCapture): Promise<number> {
  const shown = await terminal.until(() => showsAll(terminal, capture), LOADED_MS);
  if (shown === undefined) throw new Error(`not everything of ${capture.path} was listed:\n${terminal.text()}`);
  return terminal.quiet(1000);
}

/** 60000, 60,000, 60 000: however a program groups its digits. */
export function showsAll(terminal: Terminal, { conversations }: BenchCapture): boolean {
  const grouped = conversations.toLocaleString('en').replaceAll(',', '[,. \u00a0\u202f]?');
  return new RegExp(`(?<!\\d)${grouped}(?!\\d)`).test(terminal.text());
}
