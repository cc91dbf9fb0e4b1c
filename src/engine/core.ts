/**
 * The engine without its thread. In: requests. Out: answers, and progress at most ten times a second. Holds the index, the
 * current result and what is being loaded; what a request means is in requests.ts.
 */
import { openSource } from '../capture/open.js';
import { NO_PLAN, type NumberPlan } from '../query/numbers.js';
import { CaptureIndex } from './capture-index.js';
import { Loader } from './loader.js';
import type { Progress, RequestKind, Requests } from './protocol.js';
import { ProgressMeter } from './progress-meter.js';
import { type Handlers, handlers } from './requests.js';
import { Result } from './result.js';
import type { OpenFile } from './files.js';

type Refused = Requests['open']['answer']['refused'];

export class Core {
  index = new CaptureIndex();
  readonly result: Result;
  /** How numbers are written where the user is. */
  plan: NumberPlan = NO_PLAN;
  /** Work in the background worth a word. */
  background: string | null = null;
  readonly #meter: ProgressMeter;
  readonly #handlers: Handlers;
  #loader = this.#newLoader();
  /** The loads so far, one after the other. */
  #loading: Promise<void> = Promise.resolve();
  #loadsLeft = 0;

  constructor(report: (progress: Progress) => void) {
    this.#meter = new ProgressMeter(this, report);
    this.result = new Result(() => this.#meter.moved());
    this.#handlers = handlers(this);
  }

  /** True while something is being read. */
  get loading(): boolean {
    return this.#loadsLeft > 0;
  }

  /** Answers a request; rejects where the request itself failed, never because of what a capture holds. */
  async answer(kind: RequestKind, ask: unknown): Promise<unknown> {
    // The client sends each kind with its own ask: both sides are typed by the same table, the thread between them is not.
    const handler = this.#handlers[kind] as (ask: unknown) => unknown;
    return handler(ask);
  }

  /** Opens inputs together and begins to read them. */
  async open(paths: readonly string[], limit: number): Promise<Requests['open']['answer']> {
    const refused: Refused = [];
    const files: OpenFile[] = [];
    for (const path of paths) {
      const source = await openSource(path);
      if ('refused' in source) {
        refused.push({ path, reason: source.refused });
        continue;
      }
      const file = this.index.add(source);
      if (file) files.push(file);
      else refused.push({ path, reason: 'Too many files are open: close some first.' });
    }
    if (files.length > 0) this.#load(files, limit);
    this.#meter.moved();
    return { opened: files.map(file => file.id), refused };
  }

  /** Resolves when all that was opened is read. */
  async loaded(): Promise<void> {
    await this.#loading;
  }

  /** Forgets one source (null: all) and reads the others again: what came from one cannot be told from the rest. */
  async forget(id: number | null): Promise<boolean> {
    const old = this.index;
    const stays = Array.from(old.sources.values()).filter(file => id !== null && file.id !== id);
    if (stays.length === old.sources.size) return false;
    this.#loader.stop();
    await this.#loading;
    this.index = new CaptureIndex();
    this.#loader = this.#newLoader();
    this.result.clear();
    await old.close();
    if (stays.length > 0) await this.open(stays.map(file => file.source.name), Number.POSITIVE_INFINITY);
    this.#meter.moved();
    return true;
  }

  /** Something a pane shows changed without a message. */
  moved(): void {
    this.#meter.moved();
  }

  async close(): Promise<void> {
    this.#loader.stop();
    await this.#loading;
    this.#meter.stop();
    await this.index.close();
  }

  #newLoader(): Loader {
    return new Loader(this.index.decoder, this.index.intake, () => this.#advanced());
  }

  #load(files: OpenFile[], limit: number): void {
    const loader = this.#loader;
    this.#loadsLeft++;
    this.#loading = this.#loading
      .then(() => loader.load(files, limit))
      .then(() => {
        this.#loadsLeft--;
        this.result.update(this.index.conversations.count, this.index.waiting());
        this.#meter.moved();
      });
  }

  #advanced(): void {
    const { conversations } = this.index;
    this.result.update(conversations.count, conversations.takeChanged());
    this.#meter.moved();
  }
}
