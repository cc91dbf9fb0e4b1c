/**
 * The program. If the first word is a command it runs without a UI; the UI's modules are loaded only when it is shown.
 */
import { fileURLToPath } from 'node:url';
import { helpText, type Invocation, parseInvocation } from './commands/options.js';
import { Printer } from './commands/printing.js';
import { type History, UNUSABLE } from './commands/session.js';
import { joinLauncher } from './live/launcher/link.js';
import { invoker } from './live/privileges.js';
import type { NumberPlan } from './query/values/numbers.js';
import { crashReport, crashStatus } from './terminal/crash.js';
import { complain } from './terminal/sentence.js';
import { VERSION } from './version.js';

/** History of the prompt, shared with the screen. */
const history: History = {
  load: async () => [...(await import('./store/settings/recent.js')).loadRecent(process.env).lines],
  add: line => {
    void import('./store/settings/recent.js').then(({ addRecent }) => addRecent(process.env, { lines: [line] }));
  },
};

process.on('uncaughtException', crash);
// Where standard error takes nothing, nobody can be told; the exit status still says it.
process.stderr.on('error', () => undefined);
// Writing beyond `ulimit -f` fails as on a full disk, instead of ending the program.
process.on('SIGXFSZ', () => undefined);
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const invocation = parseInvocation(argv);
  if ('wrong' in invocation) return refuse(invocation.wrong);
  // Before any file is looked up, read or written: what root does for somebody is done as that user.
  const user = invoker();
  if (user !== null) {
    if ('unclear' in user) return refuse(user.unclear);
    const { launchFor } = await import('./launch.js');
    return launchFor(user, invocation, fileURLToPath(import.meta.url));
  }
  joinLauncher();
  const out = new Printer(process.stdout);
  if (invocation.help || invocation.version) {
    for (const line of (invocation.help ? helpText() : VERSION).split('\n')) await out.text(line);
    return printed(out);
  }
  const { command } = invocation;
  if (command?.notYet) return refuse(command.notYet);
  if (command) {
    const { runCommand } = await import('./commands/run.js');
    const context = { numberPlan: () => numberPlan(invocation.config), history };
    const status = await runCommand(command.name, invocation, out, context);
    return (await printed(out)) || status;
  }
  return openUi(invocation);
}

/** The user's number plan; faults in the settings are reported and skipped. */
async function numberPlan(config: string | null): Promise<NumberPlan> {
  const { loadSettings, settingFaultText, settingsPath } = await import('./store/settings/settings-file.js');
  const path = config ?? settingsPath(process.env);
  const { settings, faults } = loadSettings(path, config !== null);
  for (const fault of faults) complain(settingFaultText(path, fault));
  return { country: settings.numbers?.country ?? '', length: settings.numbers?.length ?? 0 };
}

async function openUi(invocation: Invocation): Promise<number> {
  const { runUi } = await import('./ui.js');
  return runUi(invocation);
}

/** The exit status of printing alone: all is written now, or a sentence says why not. */
async function printed(out: Printer): Promise<number> {
  await out.flush();
  return out.failure === null ? 0 : refuse(out.failure);
}

function refuse(sentence: string): number {
  complain(sentence);
  return UNUSABLE;
}

/** Without a screen, which has an order of its own to end in. */
function crash(error: unknown): void {
  process.stderr.write(crashReport(error, process.env));
  process.exit(crashStatus);
}
