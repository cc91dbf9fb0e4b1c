/**
 * Paths as a user types them. In: what stands after ":open" or in a dialog. Out: paths; "~" stands for the home, as in a shell.
 */
import { homedir } from 'node:os';

/** Paths of a command line: separated by spaces, quoted where they hold some. */
export function pathsIn(argument: string, home = homedir()): string[] {
  return [...argument.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => pathOf(quoted ?? plain ?? '', home));
}

/** "~/x" below the home; any other path as it is. */
export function pathOf(typed: string, home = homedir()): string {
  return /^~(?=\/|$)/.test(typed) ? home + typed.slice(1) : typed;
}
