/**
 * The program: what its command line asks for, and for whom. Then one of its two halves is loaded, each a bundle of its
 * own: the commands that read files, print and end, or all the rest.
 */
import { fileURLToPath } from 'node:url';
import { helpText, parseInvocation } from './commands/options.js';
import { Printer } from './commands/printing.js';
import { UNUSABLE } from './commands/session.js';
import { keepCompiledCode } from './compiled-code.js';
import { joinLauncher } from './live/launcher/link.js';
import { invoker } from './live/privileges.js';
import { crashReport, crashStatus } from './terminal/crash.js';
import { complain } from './terminal/sentence.js';
import { VERSION } from './version.js';

/** The commands of print.ts. */
const PRINTING: ReadonlySet<string | undefined> = new Set(['list', 'show', 'stats', 'flow', 'export', 'diagnose']);

process.on('uncaughtException', crash);
// Where standard error takes nothing, nobody can be told; the exit status still says it.
process.stderr.on('error', () => undefined);
// Writing beyond `ulimit -f` fails as on a full disk, instead of ending the program.
process.on('SIGXFSZ', () => undefined);
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const file = fileURLToPath(import.meta.url);
  const invocation = parseInvocation(argv);
  if ('wrong' in invocation) return refuse(invocation.wrong);
  // Before any file is looked up, read or written: what root does for somebody is done as that user.
  const user = invoker();
  if (user !== null) {
    if ('unclear' in user) return refuse(user.unclear);
    const { launchFor } = await import('./launch.js');
    return launchFor(user, invocation, file);
  }
  const { command, help, version } = invocation;
  if (help || version || command?.notYet) {
    // The halves do this themselves: each has modules of its own.
    joinLauncher();
    if (help || version) return print(help ? helpText() : VERSION);
    return refuse(command?.notYet ?? '');
  }
  // Never by root for somebody, whose umask may be the caller's.
  keepCompiledCode(file);
  if (PRINTING.has(command?.name)) {
    const status = await (await import('./print.js')).print(invocation);
    // Standard output has all. With standard error, too, the process may end at once: to take a heap apart takes time.
    await new Promise<void>(resolve => process.stderr.write('', () => resolve()));
    process.exit(status);
  }
  return (await import('./program.js')).program(invocation);
}

async function print(text: string): Promise<number> {
  const out = new Printer(process.stdout);
  for (const line of text.split('\n')) await out.text(line);
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
