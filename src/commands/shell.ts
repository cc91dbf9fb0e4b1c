/**
 * `shell`: the original tool's prompt on a terminal, or its commands from a pipe. In: a session, lines on stdin. Out: answers on
 * stdout, complaints on stderr; at a terminal also the prompt, history and completion.
 */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { complete } from '../shell/completion.js';
import { groupsOf } from '../shell/filter.js';
import { interpret } from '../shell/interpreter.js';
import { prompt, type ShellState, START } from '../shell/state.js';
import type { Speech } from '../shell/speech.js';
import { parse } from '../query/parse.js';
import { filterFault } from './filter-fault.js';
import { FOUND, type Session, UNUSABLE } from './session.js';

/** Runs until `exit` or the end of input. Read from a pipe, one line that could not be run makes the status that of wrong usage. */
export async function shell(session: Session): Promise<number> {
  const { invocation, engine } = session;
  const parsed = parse(invocation.filter);
  if ('fault' in parsed) {
    session.complain(filterFault(invocation.filter, parsed.fault));
    return UNUSABLE;
  }
  const groups = groupsOf(parsed.tree);
  const filter = { condition: groups.length > 1 ? ('and' as const) : null, groups };
  const run = new Run(session, { ...START, filter });
  if (invocation.words.length > 0) await run.line(`load ${invocation.words.map(quoted).join(' ')}`);
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const lines = createInterface({
    input: process.stdin,
    ...(terminal ? { output: process.stdout, completer: completer(run, engine) } : {}),
    terminal,
  });
  if (terminal) onInterrupt(lines, run);
  const ask = () => {
    if (!terminal) return;
    lines.setPrompt(prompt(run.state));
    lines.prompt();
  };
  ask();
  for await (const line of lines) {
    await run.line(line);
    if (run.state.ended || session.out.closed) break;
    ask();
  }
  if (terminal && !run.state.ended) await session.out.line('');
  lines.close();
  return run.wrong && !terminal ? UNUSABLE : FOUND;
}

/** The state of the prompt, and the command that is running. */
class Run {
  state: ShellState;
  /** A command could not do what was asked. */
  wrong = false;
  interrupted = false;
  running = false;
  readonly #session: Session;

  constructor(session: Session, state: ShellState) {
    this.#session = session;
    this.state = state;
  }

  /** Runs one line to its end; one that is interrupted leaves the state as it was. */
  async line(text: string): Promise<void> {
    this.interrupted = false;
    this.running = true;
    await this.#listen(interpret(text, this.state, this.#session.engine));
    this.running = false;
    await this.#session.out.flush();
  }

  async #listen(speech: Speech): Promise<void> {
    const { out } = this.#session;
    for (;;) {
      const step = await speech.next();
      if (step.done) {
        this.state = step.value;
        return;
      }
      if (this.interrupted || out.closed) return;
      if (step.value.wrong) {
        this.wrong = true;
        await out.flush();
        process.stderr.write(`${step.value.text}\n`);
      } else await out.line(step.value.text);
      // What takes long says so before it begins.
      if (process.stdout.isTTY) await out.flush();
    }
  }
}

/** Ctrl-C ends the command that runs, else empties the line. */
function onInterrupt(lines: Interface, run: Run): void {
  lines.on('SIGINT', () => {
    run.interrupted = true;
    if (run.running) return;
    lines.write(null, { ctrl: true, name: 'e' });
    lines.write(null, { ctrl: true, name: 'u' });
    lines.prompt();
  });
}

function completer(run: Run, engine: Session['engine']) {
  return (line: string, done: (error: Error | null, found: [string[], string]) => void) => {
    complete(line, run.state, { engine, files }).then(
      ({ from, candidates }) => done(null, [candidates, line.slice(from)]),
      () => done(null, [[], line]),
    );
  };
}

/** What a folder holds whose path begins so. */
async function files(prefix: string): Promise<string[]> {
  const folder = prefix.endsWith('/') ? prefix : dirname(prefix);
  const begun = prefix.endsWith('/') ? '' : basename(prefix);
  const entries = await readdir(folder || '.', { withFileTypes: true }).catch(() => []);
  const hidden = begun.startsWith('.');
  return entries
    .filter(({ name }) => name.startsWith(begun) && (hidden || !name.startsWith('.')))
    .map(entry => {
      const path = folder === '.' && !prefix.startsWith('./') ? entry.name : join(folder, entry.name);
      const shown = prefix.startsWith('./') && !path.startsWith('.') ? `./${path}` : path;
      return entry.isDirectory() ? `${shown}/` : shown;
    });
}

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}
