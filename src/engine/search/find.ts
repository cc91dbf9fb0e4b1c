/**
 * Finding text across messages. In: a text or a /regular expression/. Out: the messages that hold it, one from another, in the
 * order they arrived and only of conversations of the current result. Messages that arrive later are looked through too; a new
 * search ends the one before at its next slice.
 */
import { Int32Column } from '../../conversations/columns.js';
import { searchFor } from '../../sip/find.js';
import { decodeText } from '../../sip/text.js';
import type { Core } from '../core.js';
import type { Finding, FindHit } from '../protocol/query.js';
import { inSlices } from '../slices.js';
import { sweepTexts } from './text-sweep.js';

export class Find {
  readonly #core: Core;
  #pattern: RegExp | undefined;
  /** Ids of messages that hold it, ascending. */
  #hits = new Int32Column();
  #found = 0;
  /** The next message to be looked at. */
  #next = 0;
  #running = false;
  #generation = 0;
  /** Those who wait for more to be found. */
  #waiting: (() => void)[] = [];

  constructor(core: Core) {
    this.#core = core;
  }

  /** Begins to look for a text; the empty one ends the search. Why it is none, in a sentence; null where all is well. */
  start(text: string): string | null {
    const search = text === '' ? undefined : searchFor(text);
    if (search && 'fault' in search) return search.fault;
    // Each message is tested from its beginning.
    this.#pattern = search && new RegExp(search.pattern.source, `${search.pattern.flags.replace('g', '')}m`);
    this.again();
    return null;
  }

  /** Looks through everything anew: the tables were replaced. */
  again(): void {
    this.#generation++;
    this.#running = false;
    this.#hits = new Int32Column();
    this.#found = 0;
    this.#next = 0;
    this.#wake();
    this.proceed();
  }

  /** Goes on where messages were added, or no more can be. */
  proceed(): void {
    if (this.#pattern && !this.#running && this.#next < this.#total) void this.#run(this.#pattern);
    if (!this.#busy) this.#wake();
  }

  /** How far it is; null while nothing is looked for. */
  get progress(): Finding | null {
    if (this.#pattern === undefined) return null;
    return { found: this.#found, searched: this.#total === 0 ? 1 : this.#next / this.#total };
  }

  /**
   * The next message that holds the text after (or before) a message, -1 and infinity standing before the first and after the
   * last; waits until there is one, or all that is loading was looked through. Null where there is none, or another search
   * began meanwhile.
   */
  async hit(from: number, backwards: boolean): Promise<FindHit | null> {
    const generation = this.#generation;
    for (;;) {
      if (this.#pattern === undefined || generation !== this.#generation) return null;
      // Backwards from beyond what was looked at, the nearest one may still come.
      const known = !backwards || from <= this.#next || !this.#busy;
      const hit = known ? this.#nearest(from, backwards) : null;
      if (hit !== null || !this.#busy) return hit;
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
  }

  /** More may be found. */
  get #busy(): boolean {
    return this.#running || this.#core.loading;
  }

  get #total(): number {
    return this.#core.index.conversations.messages.count;
  }

  async #run(pattern: RegExp): Promise<void> {
    const generation = this.#generation;
    this.#running = true;
    const superseded = () => generation !== this.#generation;
    while (this.#next < this.#total && !superseded()) {
      await inSlices(this.#sweep(pattern), superseded);
    }
    if (superseded()) return;
    this.#running = false;
    this.#wake();
    this.#core.moved();
  }

  *#sweep(pattern: RegExp): Generator<undefined, void> {
    const { conversations, files } = this.#core.index;
    const to = this.#total;
    const found = (id: number) => {
      this.#hits.set(this.#found++, id);
    };
    let told = this.#found;
    for (const next of sweepTexts(conversations, files, this.#next, to, text => pattern.test(text), found)) {
      this.#next = next;
      if (this.#found > told) this.#wake();
      told = this.#found;
      this.#core.moved();
      yield;
    }
    this.#next = to;
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
    const { index, result } = this.#core;
    const message = this.#hits.get(number);
    const conversation = index.conversations.messages.conversation.get(message);
    if (!index.conversations.hasMessage(message) || !result.has(conversation)) return null;
    const bytes = index.reader.bytes(message);
    const at = 'gone' in bytes ? null : this.#pattern!.exec(decodeText(bytes));
    return at && { message, conversation, number, start: at.index, end: at.index + at[0].length };
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
