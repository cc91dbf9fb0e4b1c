/**
 * The half of the program that reads files, prints and ends. It is one file with all that these commands always need,
 * and has the engine in its own thread: both save more time than a small capture takes to read.
 */
import { exportConversations } from './commands/export.js';
import { list } from './commands/list.js';
import type { Invocation } from './commands/options.js';
import { type Command, runCommand } from './commands/run.js';
import { show } from './commands/show.js';
import { stats } from './commands/stats.js';
import { engineInThisThread } from './engine/same-thread.js';
import { joinLauncher, launchedUser } from './live/launcher/link.js';

const COMMANDS: Readonly<Record<string, Command>> = {
  list,
  show,
  stats,
  // It draws, for which text has to be measured.
  flow: async session => (await import('./commands/flow.js')).flow(session),
  export: exportConversations,
  diagnose: async session => (await import('./commands/diagnose.js')).diagnose(session),
};

/** Runs one of these commands; resolves with the exit status. */
export function print(invocation: Invocation): Promise<number> {
  joinLauncher();
  const command = COMMANDS[invocation.command?.name ?? ''];
  if (command === undefined) throw new Error('print.ts is for commands that print and end');
  return runCommand(command, engineInThisThread(), invocation, async () =>
    (await import('./number-plan.js')).knownToUser(invocation.config, launchedUser()),
  );
}
