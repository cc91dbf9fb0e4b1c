/**
 * The prompt while it runs: its state, and the command that is running. In: lines. Out: answers on stdout, remarks and refusals on
 * stderr; also what happens to a capture, when it happens.
 */
import type { SourceInfo } from '../engine/protocol/figures.js';
import { endedBy } from '../shell/capture.js';
import { endCapture, interpret } from '../shell/interpreter.js';
import { remark, type Said } from '../shell/said.js';
import type { Speech } from '../shell/speech.js';
import type { ShellState } from '../shell/state.js';
import { Mishaps } from './mishaps.js';
import type { Session } from './session.js';

export class ShellRun {
  state: ShellState;
  /** A command could not do what was asked. */
  refused = false;
  /** Set to end the command that runs. */
  interrupted = false;
  running = false;
  /** Called before and after something is said that no line asked for. */
  aroundUnasked: (say: () => Promise<void>) => Promise<void> = say => say();
  readonly #session: Session;
  readonly #unwatch: () => void;
  #sources: readonly SourceInfo[] = [];
  /** What is to be said of sources besides what a command says. */
  readonly #news: Said[] = [];
  readonly #mishaps = new Mishaps(sentence => this.#news.push(remark(sentence)));

  constructor(session: Session, state: ShellState) {
    this.#session = session;
    this.state = state;
    this.#unwatch = session.engine.onProgress(({ sources }) => {
      this.#sources = sources;
      if (!this.running) void this.#tellNews();
    });
  }

  /** Runs one line to its end; one that is interrupted leaves the state as it was. */
  async line(text: string): Promise<void> {
    await this.#run(interpret(text, this.state, this.#session.engine));
    await this.#tellNews();
  }

  /** Stops what still captures. */
  async end(): Promise<void> {
    this.#unwatch();
    await this.#run(endCapture(this.state, this.#session.engine));
  }

  async #run(speech: Speech): Promise<void> {
    this.interrupted = false;
    this.running = true;
    await this.#listen(speech);
    this.running = false;
    await this.#session.out.flush();
  }

  async #listen(speech: Speech): Promise<void> {
    for (;;) {
      const step = await speech.next();
      if (step.done) {
        this.state = step.value;
        return;
      }
      if (this.interrupted || this.#session.out.closed) return;
      await this.#say(step.value);
    }
  }

  async #say({ kind, text }: Said): Promise<void> {
    const { out } = this.#session;
    if (kind === 'refusal') this.refused = true;
    const answers = kind === 'answer' || kind === 'announcement';
    if (answers) await out.line(text);
    // An announcement is for the time until the answer, and what is said on two ways keeps its order.
    if (process.stdout.isTTY || kind !== 'answer') await out.flush();
    if (!answers) process.stderr.write(`${text}\n`);
  }

  async #tellNews(): Promise<void> {
    this.#mishaps.tell(this.#sources);
    const ended = endedBy(this.#sources, this.state);
    const said = [...this.#news.splice(0), ...ended.said];
    if (said.length === 0) return;
    this.state = ended.state;
    await this.aroundUnasked(async () => {
      for (const each of said) await this.#say(each);
    });
  }
}
