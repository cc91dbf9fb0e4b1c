/**
 * The prompt at run time: its state and the running command. Answers go to stdout, remarks and refusals to stderr; news
 * of a capture is printed when it happens.
 */
import type { SourceInfo } from '../engine/protocol/figures.js';
import { endedBy } from '../shell/capture.js';
import { endCapture, interpret } from '../shell/interpreter.js';
import { remark, type OutputLine } from '../shell/output.js';
import type { ShellOutput } from '../shell/output.js';
import type { ShellState } from '../shell/state.js';
import { remarkOn } from '../terminal/sentence.js';
import { DamageReporter } from './damage-reporter.js';
import type { Session } from './session.js';

export class ShellRun {
  state: ShellState;
  /** A command was refused. */
  refused = false;
  /** Set to end the running command. */
  interrupted = false;
  running = false;
  /** Wraps output that no typed line asked for. */
  aroundNews: (print: () => Promise<void>) => Promise<void> = print => print();
  readonly #session: Session;
  readonly #unwatch: () => void;
  #sources: readonly SourceInfo[] = [];
  /** News of sources that no command has printed yet. */
  readonly #news: OutputLine[] = [];
  readonly #damage = new DamageReporter(sentence => this.#news.push(remark(sentence)));

  constructor(session: Session, state: ShellState) {
    this.#session = session;
    this.state = state;
    this.#unwatch = session.engine.onProgress(({ sources }) => {
      this.#sources = sources;
      if (!this.running) void this.#printNews();
    });
  }

  /** Runs one line to its end; an interrupted one leaves the state as it was. */
  async line(text: string): Promise<void> {
    await this.#run(interpret(text, this.state, this.#session.engine));
    await this.#printNews();
  }

  /** Stops the captures that still run. */
  async end(): Promise<void> {
    this.#unwatch();
    await this.#run(endCapture(this.state, this.#session.engine));
  }

  async #run(output: ShellOutput): Promise<void> {
    this.interrupted = false;
    this.running = true;
    await this.#printAll(output);
    this.running = false;
    await this.#session.out.flush();
  }

  async #printAll(output: ShellOutput): Promise<void> {
    for (;;) {
      const step = await output.next();
      if (step.done) {
        this.state = step.value;
        return;
      }
      if (this.interrupted || this.#session.out.closed) return;
      await this.#print(step.value);
    }
  }

  async #print({ kind, text }: OutputLine): Promise<void> {
    const { out } = this.#session;
    if (kind === 'refusal') this.refused = true;
    const answers = kind === 'answer' || kind === 'announcement';
    if (answers) await out.text(text);
    // Flush an announcement before the wait, and anything on stderr to keep the order of both streams.
    if (process.stdout.isTTY || kind !== 'answer') await out.flush();
    if (!answers) remarkOn(text);
  }

  async #printNews(): Promise<void> {
    this.#damage.reportNew(this.#sources);
    const ended = endedBy(this.#sources, this.state);
    const lines = [...this.#news.splice(0), ...ended.lines];
    if (lines.length === 0) return;
    this.state = ended.state;
    await this.aroundNews(async () => {
      for (const line of lines) await this.#print(line);
    });
  }
}
