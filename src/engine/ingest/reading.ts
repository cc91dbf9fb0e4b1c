/**
 * What is being read. Files have an end and are loaded one after the other, each set of files opened together as one
 * load; what is live may have none, and is watched beside all else.
 */
import type { CurrentIndex } from '../capture-index.js';
import type { LiveSinks } from '../live/live-sinks.js';
import type { OpenFile } from '../sources/open-file.js';
import { Loader } from './loader.js';

export interface ReadingEvents {
  /** After each slice of reading. The next one waits for the promise it returns: room in what is kept. */
  advanced(): Promise<void> | undefined;
  /** A load or a live source ended. */
  ended(): void;
}

export class Reading {
  readonly #index: CurrentIndex;
  readonly #sinks: LiveSinks;
  readonly #events: ReadingEvents;
  /** Of the current tables; made with the first load. */
  #loader: Loader | undefined;
  /** Settles when the last load does. */
  #loads: Promise<void> = Promise.resolve();
  #loadsLeft = 0;
  readonly #watched = new Set<Promise<void>>();
  /** Called at the next slice, and when something ends. */
  #waiting: (() => void)[] = [];

  constructor(index: CurrentIndex, sinks: LiveSinks, events: ReadingEvents) {
    this.#index = index;
    this.#sinks = sinks;
    this.#events = events;
  }

  /** True while something that has an end is being read. */
  get loading(): boolean {
    return this.#loadsLeft > 0;
  }

  /** True while something live is being read. */
  get watching(): boolean {
    return this.#watched.size > 0;
  }

  /** Reads files, merged by time, after all that is being loaded; stops after `limit` messages. */
  load(files: readonly OpenFile[], limit: number): void {
    const loader = this.#loaderOfNow();
    this.#loadsLeft++;
    this.#loads = this.#loads
      .then(() => loader.load(files, limit))
      .then(() => {
        this.#loadsLeft--;
        this.#ended();
      });
  }

  /** Reads a live source, beside all else, until it ends or `limit` messages are there. */
  watch(file: OpenFile, limit: number): void {
    const watched = this.#loaderOfNow()
      .load([file], limit)
      .then(() => {
        this.#watched.delete(watched);
        this.#ended();
      });
    this.#watched.add(watched);
  }

  /** Resolves when there are more than `messages` messages, or no more can come. */
  async beyond(messages: number): Promise<void> {
    while (this.#index.current.conversations.messages.count <= messages && (this.loading || this.watching))
      await this.#progress();
  }

  /** Resolves when these sources are read to their end; one that was closed is. */
  async finished(ids: readonly number[]): Promise<void> {
    const isOpen = (id: number) => this.#index.current.sources.get(id)?.finished === false;
    while (ids.some(isOpen)) await this.#progress();
  }

  /** Resolves when all that was opened is read. */
  async loaded(): Promise<void> {
    await this.#loads;
    await Promise.all(this.#watched);
  }

  /**
   * Ends everything. A live source would wait for its next packet for ever: it is closed. What is loaded afterwards
   * goes into the tables there are then.
   */
  async stop(): Promise<void> {
    this.#loader?.stop();
    const live = Array.from(this.#index.current.sources.values(), file => file.source).filter(source => source.live);
    await Promise.all(live.map(source => source.close()));
    await this.loaded();
    this.#loader = undefined;
  }

  #loaderOfNow(): Loader {
    this.#loader ??= new Loader(this.#index.current, this.#sinks, () => this.#advanced());
    return this.#loader;
  }

  #advanced(): Promise<void> | undefined {
    const room = this.#events.advanced();
    this.#wake();
    return room;
  }

  #ended(): void {
    this.#events.ended();
    this.#wake();
  }

  #progress(): Promise<void> {
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
