/**
 * Finding a text or a /regular expression/ across messages: one hit from another, in the order they arrived and only in
 * conversations of the current result. Messages that arrive later are looked through too; a new search ends the one
 * before at its next slice.
 */
import { type MessageId, messageId, NO_MESSAGE } from '../../model/ids.js';
import { Int32Column } from '../../tables/columns.js';
import type { Derived } from '../../conversations/derived.js';
import type { TextSearch } from '../../patterns/text-search.js';
import { searchFor } from '../../sip/view/find.js';
import type { CurrentIndex } from '../capture-index.js';
import type { ProgressMeter } from '../figures/progress-meter.js';
import type { Reading } from '../ingest/reading.js';
import type { Finding, FindHit } from '../protocol/query.js';
import { inSlices } from '../slices.js';
import type { Result } from './result.js';
import { sweepTexts } from './text-sweep.js';

export class Find implements Derived {
  readonly #index: CurrentIndex;
  readonly #result: Pick<Result, 'has'>;
  readonly #reading: Reading;
  readonly #progress: ProgressMeter;
  #wanted: TextSearch | undefined;
  /** Ids of messages that hold it, ascending. */
  #hits = new Int32Column<number, MessageId>();
  #found = 0;
  /** The next message to be looked at. */
  #next = messageId(0);
  #running = false;
  #generation = 0;
  /** Those who wait for more to be found. */
  #waiting: (() => void)[] = [];

  constructor(index: CurrentIndex, result: Pick<Result, 'has'>, reading: Reading, progress: ProgressMeter) {
    this.#index = index;
    this.#result = result;
    this.#reading = reading;
    this.#progress = progress;
  }

  /**
   * Begins to look for a text; the empty one ends the search. Returns what is wrong with it, in a sentence; null where
   * nothing is.
   */
  start(text: string): string | null {
    const made = text === '' ? undefined : searchFor(text, 'm');
    if (made && 'fault' in made) return made.fault;
    this.#wanted = made?.search;
    this.#again();
    return null;
  }

  /** Messages were added, or reading ended. */
  changed(): void {
    this.#proceed();
  }

  /** Hits are looked up when they are asked for: those of evicted conversations are passed over then. */
  gone(): void {}

  cleared(): void {
    this.#again();
  }

  /** How far it is; null while nothing is looked for. */
  get progress(): Finding | null {
    if (this.#wanted === undefined) return null;
    return { found: this.#found, searched: this.#total === 0 ? 1 : this.#next / this.#total };
  }

  /**
   * The next message that holds the text after (or before) message `from`, null standing before the first or after the
   * last; waits until there is one, or all that is loading was looked through. Null where there is none, or another
   * search began meanwhile.
   */
  async hit(from: MessageId | null, backwards: boolean): Promise<FindHit | null> {
    const generation = this.#generation;
    const place = from ?? (backwards ? Number.POSITIVE_INFINITY : NO_MESSAGE);
    for (;;) {
      if (this.#wanted === undefined || generation !== this.#generation) return null;
      // Backwards from beyond what was looked at, the nearest one may still come.
      const known = !backwards || place <= this.#next || !this.#busy;
      const hit = known ? this.#nearest(place, backwards) : null;
      if (hit !== null || !this.#busy) return hit;
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
  }

  /** More may be found. */
  get #busy(): boolean {
    return this.#running || this.#reading.loading;
  }

  get #total(): number {
    return this.#index.current.conversations.messages.count;
  }

  /** Looks through everything again. */
  #again(): void {
    this.#generation++;
    this.#running = false;
    this.#hits = new Int32Column<number, MessageId>();
    this.#found = 0;
    this.#next = messageId(0);
    this.#wake();
    this.#proceed();
  }

  /** Goes on with messages that were not looked at; wakes those who wait where no more can come. */
  #proceed(): void {
    if (this.#wanted && !this.#running && this.#next < this.#total) void this.#run(this.#wanted);
    if (!this.#busy) this.#wake();
  }

  async #run(wanted: TextSearch): Promise<void> {
    const generation = this.#generation;
    this.#running = true;
    const superseded = () => generation !== this.#generation;
    while (this.#next < this.#total && !superseded()) {
      await inSlices(this.#sweep(wanted), superseded);
    }
    if (superseded()) return;
    this.#running = false;
    this.#wake();
    this.#progress.invalidate();
  }

  *#sweep(wanted: TextSearch): Generator<undefined, void> {
    const { conversations, files } = this.#index.current;
    const to = this.#total;
    const found = (id: MessageId) => {
      this.#hits.set(this.#found++, id);
    };
    let told = this.#found;
    for (const next of sweepTexts(conversations, files, this.#next, to, text => wanted.testWhole(text), found)) {
      this.#next = next;
      if (this.#found > told) this.#wake();
      told = this.#found;
      this.#progress.invalidate();
      yield;
    }
    this.#next = messageId(to);
  }

  /** The nearest hit whose conversation is in the result and whose text is still there. */
  #nearest(from: number, backwards: boolean): FindHit | null {
    const step = backwards ? -1 : 1;
    for (let at = this.#place(from, backwards); at >= 0 && at < this.#found; at += step) {
      const hit = this.#hitAt(at);
      if (hit !== null) return hit;
    }
    return null;
  }

  /** Index of the first hit after a message, or of the last before it. */
  #place(from: number, backwards: boolean): number {
    let low = 0;
    let high = this.#found;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#hits.get(middle) > from || (backwards && this.#hits.get(middle) === from)) high = middle;
      else low = middle + 1;
    }
    return backwards ? low - 1 : low;
  }

  #hitAt(number: number): FindHit | null {
    const { conversations, reader } = this.#index.current;
    const message = this.#hits.get(number);
    const conversation = conversations.messages.conversation.get(message);
    if (!conversations.hasMessage(message) || !this.#result.has(conversation)) return null;
    return 'gone' in reader.bytes(message) ? null : { message, conversation, number };
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
