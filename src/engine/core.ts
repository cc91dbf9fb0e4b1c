/**
 * The engine without its thread. In: requests. Out: answers, and progress at most ten times a second. Holds the index, the
 * current result and what is being loaded; what a request means is in requests.ts.
 */
import { openSource } from '../capture/open.js';
import type { Refusal, Source } from '../capture/source.js';
import { type LiveInput, liveName } from '../live/live-input.js';
import { openLive } from '../live/open-live.js';
import { NO_PLAN, type NumberPlan } from '../query/numbers.js';
import { CaptureIndex } from './capture-index.js';
import { Aside } from './search/side-query.js';
import { Hidden } from './search/hidden.js';
import { Find } from './search/find.js';
import { Interfaces } from './live/interfaces.js';
import { Loader } from './ingest/loader.js';
import { Outlets } from './live/live-sinks.js';
import type { Progress } from './protocol/progress.js';
import type { RequestKind, Requests } from './protocol/requests.js';
import { Pings } from './live/pings.js';
import { ProgressMeter } from './figures/progress-meter.js';
import { type Handlers, handlers } from './requests.js';
import { Result } from './search/result.js';
import { Retention } from './spool/retention.js';
import { Secrets } from './sources/secrets.js';
import { Search } from './search/search.js';
import { Tallies } from './search/term-counts.js';
import type { OpenFile } from './sources/files.js';

type Refused = Requests['open']['answer']['refused'];

const TOO_MANY = 'Too many files are open: close some first.';

/** Conversations become unanswered without a message; they are looked at this often. */
const CLOCK_INTERVAL_MS = 1000;

export class Core {
  /** Where live traffic goes besides the tables. */
  readonly outlets = new Outlets();
  /** What decrypts TLS. */
  readonly secrets = new Secrets();
  index = new CaptureIndex(this.outlets, this.secrets);
  readonly result: Result;
  readonly search = new Search(this);
  readonly find = new Find(this);
  readonly tallies = new Tallies(this);
  readonly hidden = new Hidden();
  /** What the prompt finds beside the current result. */
  readonly aside = new Aside(this);
  readonly interfaces = new Interfaces();
  readonly pings = new Pings(this);
  /** Bounds what is kept. */
  readonly retention = new Retention(this);
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
  /** What comes as it happens is read beside all else. */
  readonly #watching = new Set<Promise<void>>();
  /** When conversations were last looked at because of the clock. */
  #clockMs = 0;
  /** Those who wait for a message. */
  #waiting: (() => void)[] = [];

  constructor(report: (progress: Progress) => void) {
    this.#meter = new ProgressMeter(this, report);
    this.result = new Result(
      () => this.index.conversations.rows,
      () => this.#meter.moved(),
      () => this.search.settled(),
    );
    this.#handlers = handlers(this);
  }

  /** True while something that has an end is being read. */
  get loading(): boolean {
    return this.#loadsLeft > 0;
  }

  /** True while something can come that has no end of its own. */
  get watching(): boolean {
    return this.#watching.size > 0;
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
      const file = this.index.add(source, source.live ? { kind: 'standard input' } : null);
      if (file) files.push(file);
      else refused.push({ path, reason: TOO_MANY });
    }
    const merged = files.filter(file => !file.source.live);
    if (merged.length > 0) this.#load(merged, limit);
    for (const file of files) if (file.source.live) this.#watch(file, limit);
    this.#meter.moved();
    return { opened: files.map(file => file.id), refused };
  }

  /** Begins to capture, all at once: one that is slow to connect holds up none. */
  async openLive(inputs: readonly LiveInput[]): Promise<Requests['openLive']['answer']> {
    const refused: Requests['openLive']['answer']['refused'] = [];
    const opened: number[] = [];
    const warnings: string[] = [];
    const open = async (input: LiveInput) => {
      const source = await openLive(input);
      const file = 'refused' in source ? source : this.watch(source, input);
      if ('refused' in file) refused.push({ name: liveName(input), reason: file.refused });
      else {
        opened.push(file.id);
        if (file.source.warning !== undefined) warnings.push(file.source.warning);
      }
    };
    await Promise.all(inputs.map(open));
    this.#meter.moved();
    return { opened, refused, warnings };
  }

  /** Takes in a source that comes as it happens. */
  watch(source: Source, input: LiveInput | null): OpenFile | Refusal {
    const file = this.index.add(source, input);
    if (!file) return { refused: TOO_MANY };
    this.#watch(file, Number.POSITIVE_INFINITY);
    return file;
  }

  /** Asks one live source (null: all) to end. */
  stopLive(id: number | null): void {
    for (const file of this.index.sources.values()) if (id === null || file.id === id) file.source.stop?.();
  }

  /** Resolves when there are more than `messages` messages, or no more can come. */
  async beyond(messages: number): Promise<void> {
    while (this.index.conversations.messages.count <= messages && (this.loading || this.watching))
      await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  /** Resolves when these sources are read to their end; one that was closed is. */
  async finished(ids: readonly number[]): Promise<void> {
    const isOpen = (id: number) => this.index.sources.get(id)?.finished === false;
    while (ids.some(isOpen)) await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  /** Resolves when all that was opened is read. */
  async loaded(): Promise<void> {
    await this.#loading;
    await Promise.all(this.#watching);
  }

  /** Forgets one source (null: all) and reads the others again: what came from one cannot be told from the rest. */
  async forget(id: number | null): Promise<boolean> {
    const old = this.index;
    const stays = Array.from(old.sources.values()).filter(file => id !== null && file.id !== id);
    if (stays.length === old.sources.size || stays.some(file => file.source.live)) return false;
    await this.#stopReading();
    this.secrets.forgetSources();
    this.index = new CaptureIndex(this.outlets, this.secrets);
    this.#loader = this.#newLoader();
    this.hidden.clear();
    this.retention.renew();
    this.result.clear();
    this.aside.clear();
    this.search.renew();
    this.outlets.unsaved = 0;
    await old.close();
    if (stays.length > 0)
      await this.open(
        stays.map(file => file.source.name),
        Number.POSITIVE_INFINITY,
      );
    this.#meter.moved();
    return true;
  }

  /** What went wrong with what is captured, a sentence each. */
  troubles(): string[] {
    const { failure } = this.index.spool;
    return [...(failure === undefined ? [] : [failure]), ...this.outlets.troubles()];
  }

  /** Takes note everywhere of conversations that were let go. */
  letGo(gone: readonly number[]): void {
    this.result.letGo(gone);
    this.tallies.update(this.index.conversations.count, gone);
    this.hidden.letGo(gone);
  }

  /** Something a pane shows changed without a message. */
  moved(): void {
    this.#meter.moved();
  }

  /** The same, and someone waits for it. */
  tell(): void {
    this.#meter.tell();
  }

  /** `leaves`: what was captured and is in no file is left to the next run. */
  async close(leaves = false): Promise<void> {
    await this.#stopReading();
    this.#meter.stop();
    await this.outlets.close();
    await this.index.close(leaves);
    this.secrets.close();
  }

  /** Ends all loads. What is live would wait for ever for its next packet: it is closed. */
  async #stopReading(): Promise<void> {
    this.#loader.stop();
    const live = Array.from(this.index.sources.values(), file => file.source).filter(source => source.live);
    await Promise.all(live.map(source => source.close()));
    await this.loaded();
  }

  #newLoader(): Loader {
    const { index, outlets } = this;
    return new Loader(
      () => index.newDecoder(),
      index.intake,
      outlets,
      () => this.#advanced(),
    );
  }

  #watch(file: OpenFile, limit: number): void {
    const watching = this.#loader.load([file], limit).then(() => {
      this.#watching.delete(watching);
      this.#ended();
    });
    this.#watching.add(watching);
  }

  #load(files: OpenFile[], limit: number): void {
    const loader = this.#loader;
    this.#loadsLeft++;
    this.#loading = this.#loading
      .then(() => loader.load(files, limit))
      .then(() => {
        this.#loadsLeft--;
        this.#ended();
      });
  }

  #ended(): void {
    this.#changed(this.index.waiting());
    this.find.proceed();
    this.#meter.moved();
    this.#wake();
  }

  /** Looks again at conversations that wait for an answer, which the clock may have made unanswered. */
  #followClock(): void {
    if (!this.search.followsClock || performance.now() < this.#clockMs + CLOCK_INTERVAL_MS) return;
    this.#clockMs = performance.now();
    this.#changed(this.index.waiting());
  }

  /** What matches is looked at again where conversations changed. */
  #changed(conversations: Iterable<number>): void {
    const changed = [...conversations];
    this.result.update(this.index.conversations.count, changed);
    this.tallies.update(this.index.conversations.count, changed);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Answers what reading has to wait for: room. */
  #advanced(): Promise<void> | undefined {
    this.#changed(this.index.conversations.takeChanged());
    this.#followClock();
    this.find.proceed();
    this.#meter.moved();
    this.#wake();
    return this.retention.proceed();
  }
}
