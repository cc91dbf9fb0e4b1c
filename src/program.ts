/**
 * The half of the program that lasts: the screen, and the commands that wait for what comes or for what is typed. The
 * engine has a thread of its own, which begins before anything else is loaded.
 */
import type { Invocation } from './commands/options.js';
import type { Command } from './commands/run.js';
import type { History } from './commands/shell.js';
import { startEngine } from './engine/client.js';
import type { Engine } from './engine/protocol/engine.js';
import { joinLauncher, launchedUser } from './live/launcher/link.js';

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  shell: async () => {
    const { shell } = await import('./commands/shell.js');
    return session => shell(session, HISTORY);
  },
  capture: async () => (await import('./commands/capture.js')).capture,
  devices: async () => (await import('./commands/devices.js')).devices,
  ping: async () => (await import('./commands/ping.js')).ping,
};

/** History of the prompt, shared with the screen. */
const HISTORY: History = {
  load: async () => [...(await import('./store/settings/recent.js')).loadRecent(process.env).lines],
  add: line => {
    void import('./store/settings/recent.js').then(({ addRecent }) => addRecent(process.env, { lines: [line] }));
  },
};

/** Runs one of these commands, or the screen where none is named; resolves with the exit status. */
export async function program(invocation: Invocation): Promise<number> {
  joinLauncher();
  const engine = startEngine();
  if (invocation.command === undefined) return screen(invocation, engine);
  const load = COMMANDS[invocation.command.name];
  if (load === undefined) throw new Error('program.ts is for commands that last');
  const [{ runCommand }, command] = await Promise.all([import('./commands/run.js'), load()]);
  return runCommand(command, engine, invocation, async () =>
    (await import('./number-plan.js')).knownToUser(invocation.config, launchedUser()),
  );
}

/** The engine is asked for what is to be seen before the screen is loaded. */
async function screen(invocation: Invocation, engine: Engine): Promise<number> {
  const { begin, refuse } = await import('./opening.js');
  const opening = begin(invocation, engine);
  if (typeof opening === 'string') return refuse(engine, [opening]);
  return (await import('./ui.js')).runUi(invocation, engine, opening);
}
