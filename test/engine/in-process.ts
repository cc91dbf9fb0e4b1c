/**
 * The engine in the test's own thread, as engine/client.ts offers it to the store: what crosses is a copy, as the thread makes
 * one, so that neither side can lean on the other's objects. Everything it says is said by the program's own core; a test can
 * see what was asked, make answers wait, let the engine die, and put an answer in the place of one.
 */
import { Core } from '../../src/engine/core.js';
import type { Engine } from '../../src/engine/protocol/engine.js';
import type { Progress } from '../../src/engine/protocol/progress.js';
import type { RequestKind, Requests } from '../../src/engine/protocol/requests.js';

type Answer<K extends RequestKind> = (ask: Requests[K]['ask']) => Promise<Requests[K]['answer']>;

/** Answered when something else happens, which may be never: nobody waits for them to call the engine idle. */
const LASTING: ReadonlySet<RequestKind> = new Set<RequestKind>(['loaded', 'pinged', 'tail']);

export class EngineInProcess implements Engine {
  /** Every request so far. */
  readonly asked: { kind: RequestKind; ask: unknown }[] = [];
  readonly core: Core;
  /** Reports of progress so far. */
  told = 0;
  readonly #instead = new Map<RequestKind, (ask: unknown) => unknown>();
  readonly #progressListeners = new Set<(progress: Progress) => void>();
  readonly #failureListeners = new Set<(sentence: string) => void>();
  /** How to reject the requests under way. */
  readonly #waiting = new Set<(error: Error) => void>();
  #underWay = 0;
  #gate: Promise<void> = Promise.resolve();
  #openGate: (() => void) | null = null;
  #failure: string | null = null;
  #newest: Progress | undefined;
  #closing: Promise<void> | undefined;

  constructor() {
    this.core = new Core(progress => {
      this.#newest = structuredClone(progress);
      this.#tell(this.#newest);
    });
  }

  /** Nothing is read or searched, and no answer is under way but one that is held. */
  get idle(): boolean {
    const { loading, searched } = this.#newest ?? { loading: false, searched: 1 };
    return this.#openGate !== null || (this.#underWay === 0 && !loading && searched === 1);
  }

  /** What was asked of one kind, oldest first. */
  asks<K extends RequestKind>(kind: K): Requests[K]['ask'][] {
    // `asked` pairs each kind with its own ask: `request` is the only one to add to it.
    return this.asked.filter(each => each.kind === kind).map(({ ask }) => ask as Requests[K]['ask']);
  }

  request<K extends RequestKind>(kind: K, ask: Requests[K]['ask']): Promise<Requests[K]['answer']> {
    if (this.#failure !== null) return Promise.reject(new Error(this.#failure));
    this.asked.push({ kind, ask });
    const lasting = LASTING.has(kind);
    if (!lasting) this.#underWay++;
    return new Promise<Requests[K]['answer']>((resolve, reject) => {
      this.#waiting.add(reject);
      this.#answer(kind, structuredClone(ask))
        .then(answer => resolve(structuredClone(answer)), reject)
        .finally(() => {
          this.#waiting.delete(reject);
          if (!lasting) this.#underWay--;
        });
    });
  }

  onProgress(listener: (progress: Progress) => void): () => void {
    this.#progressListeners.add(listener);
    if (this.#newest) listener(this.#newest);
    return () => this.#progressListeners.delete(listener);
  }

  onFailure(listener: (sentence: string) => void): () => void {
    this.#failureListeners.add(listener);
    return () => this.#failureListeners.delete(listener);
  }

  close(leaves = false): Promise<void> {
    this.hold(false);
    this.#closing ??= this.core.close(leaves);
    return this.#closing;
  }

  /** Requests wait until this is called with false. */
  hold(held: boolean): void {
    this.#openGate?.();
    this.#openGate = null;
    if (!held) return;
    this.#gate = new Promise(resolve => {
      this.#openGate = resolve;
    });
  }

  /** The thread dies, as engine/client.ts tells of it. */
  die(sentence: string): void {
    this.#failure = sentence;
    for (const reject of this.#waiting) reject(new Error(sentence));
    for (const listener of this.#failureListeners) listener(sentence);
  }

  /** Answers `kind` with something else than the core; `own` asks the core. Null: the core answers again. */
  instead<K extends RequestKind>(kind: K, answer: ((ask: Requests[K]['ask'], own: Answer<K>) => unknown) | null): void {
    const own: Answer<K> = ask => this.core.answer(kind, ask) as Promise<Requests[K]['answer']>;
    if (answer === null) this.#instead.delete(kind);
    // Kept and found again under its own kind.
    else this.#instead.set(kind, ask => answer(ask as Requests[K]['ask'], own));
  }

  /** Tells progress with some of its figures replaced: those that the clock and the load of a machine decide. */
  tell(change: Partial<Progress>): void {
    if (!this.#newest) throw new Error('nothing was told yet');
    this.#tell({ ...this.#newest, ...change });
  }

  async #answer<K extends RequestKind>(kind: K, ask: Requests[K]['ask']): Promise<Requests[K]['answer']> {
    await this.#gate;
    const instead = this.#instead.get(kind);
    // `instead` and the core pair each kind with its own answer.
    return (instead ? instead(ask) : this.core.answer(kind, ask)) as Promise<Requests[K]['answer']>;
  }

  #tell(progress: Progress): void {
    if (this.#failure !== null) return;
    this.told++;
    for (const listener of this.#progressListeners) listener(progress);
  }
}
