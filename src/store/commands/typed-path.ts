/**
 * Paths as a user types them. In: what stands after ":open" or in a dialog. Out: paths; "~" stands for the home, as in a shell.
 */
import { homedir } from 'node:os';
import { pathOf as pathBelow, words } from '../../shell/words.js';

/** Paths of a command line: separated by spaces, quoted where they hold some. */
export function pathsIn(argument: string, home = homedir()): string[] {
  return words(argument).map(({ text }) => pathOf(text, home));
}

/** "~/x" below the home; any other path as it is. */
export function pathOf(typed: string, home = homedir()): string {
  return pathBelow(typed, home);
}
