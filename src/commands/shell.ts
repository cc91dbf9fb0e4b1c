/**
 * `shell`: the original tool's prompt on a terminal, with history and completion, or its commands from a pipe. Answers
 * go to stdout, everything else to stderr.
 */
import { homedir } from 'node:os';
import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import { isInert } from '../format/acting.js';
import { parse } from '../query/language/parse.js';
import { complete } from '../shell/completion.js';
import { groupsOf } from '../shell/filter.js';
import { prompt, START } from '../shell/state.js';
import { endingSignals } from './ending-signals.js';
import { filesBeginning } from './file-names.js';
import { FOUND, filterFault, INTERRUPTED, type Session, UNUSABLE } from './session.js';
import { safe } from '../terminal/text.js';
import { ShellRun } from './shell-run.js';

/** Lines typed at the prompt, kept from run to run; the newest first. */
export interface History {
  load(): Promise<string[]>;
  add(line: string): void;
}

/**
 * Runs until `exit` or the end of input. From a pipe, a single refused line makes the exit status that of wrong usage.
 */
export async function shell(session: Session, history: History): Promise<number> {
  const { invocation, out } = session;
  const parsed = parse(invocation.filter);
  if ('fault' in parsed) {
    session.complain(...(await filterFault(invocation.filter, parsed.fault)));
    return UNUSABLE;
  }
  const groups = groupsOf(parsed.tree);
  const filter = { condition: groups.length > 1 ? ('and' as const) : null, groups };
  const run = new ShellRun(session, { ...START, filter, home: homedir() });
  if (invocation.words.length > 0) await run.line(`load ${invocation.words.map(quoted).join(' ')}`);
  // Answers may be piped while the prompt is on the terminal.
  const screen = [process.stdout, process.stderr].find(({ isTTY }) => isTTY);
  const terminal = process.stdin.isTTY && screen ? screen : null;
  const lines = terminal
    ? onTerminal(terminal, run, session, await history.load())
    : createInterface({ input: process.stdin });
  const endings = onSignals(run, lines);
  const ask = () => {
    if (!terminal) return;
    lines.setPrompt(safe(prompt(run.state)));
    lines.prompt();
  };
  if (terminal)
    run.aroundNews = async print => {
      cursorTo(terminal, 0);
      clearLine(terminal, 0);
      await print();
      lines.setPrompt(safe(prompt(run.state)));
      lines.prompt(true);
    };
  ask();
  for await (const line of lines) {
    if (terminal) history.add(line);
    await run.line(line);
    if (run.state.ended || out.closed) break;
    ask();
  }
  lines.close();
  if (!run.state.ended) {
    if (terminal) await out.text('');
    await run.end();
  }
  endings.off();
  return run.refused && !terminal ? UNUSABLE : FOUND;
}

/** On the first signal a running capture ends in order; on the second the program ends at once. */
function onSignals(run: ShellRun, lines: Interface): { off(): void } {
  let asked = false;
  const end = () => {
    if (asked) process.exit(INTERRUPTED);
    asked = true;
    run.interrupted = true;
    lines.close();
  };
  const signals = endingSignals();
  for (const signal of signals) process.on(signal, end);
  return {
    off: () => {
      for (const signal of signals) process.off(signal, end);
    },
  };
}

/**
 * Reads lines with a prompt, history and completion. Ctrl-C ends the running command, clears the line, or ends a
 * capture.
 */
function onTerminal(output: NodeJS.WriteStream, run: ShellRun, { engine }: Session, history: string[]): Interface {
  const names = { engine, files: filesBeginning };
  const lines = createInterface({
    input: process.stdin,
    output,
    terminal: true,
    history: history.filter(isInert),
    historySize: MAX_HISTORY,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: Error | null, found: [string[], string]) => void) => {
      complete(line, run.state, names).then(
        ({ from, candidates }) => done(null, [offered(candidates.map(({ text }) => text)), line.slice(from)]),
        () => done(null, [[], line]),
      );
    },
  });
  lines.on('SIGINT', () => {
    run.interrupted = true;
    if (run.running) return;
    if (lines.line !== '') {
      lines.write(null, { ctrl: true, name: 'e' });
      lines.write(null, { ctrl: true, name: 'u' });
      lines.prompt();
    } else if (run.state.capture !== null && run.state.context.kind === 'top') lines.write('capture stop\n');
  });
  return lines;
}

/**
 * Node prints candidates and lines as they are, so none is offered that a terminal acts on. A space is appended to an
 * only candidate, unless it is a folder or the start of a name.
 */
function offered(found: string[]): string[] {
  const candidates = found.filter(isInert);
  const [only = ''] = candidates;
  return candidates.length === 1 && !/[/.(]$/.test(only) ? [`${only} `] : candidates;
}

const MAX_HISTORY = 500;

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}
