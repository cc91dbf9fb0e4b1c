/**
 * Standard input, which may be silent for a long time: it is opened when its first bytes arrive, so that nobody waits
 * for it.
 */
import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { identify } from '../capture/identify.js';
import { openSource } from '../capture/open.js';
import type { Refusal, Source } from '../capture/source.js';
import { pipeStream, StreamSupply } from '../capture/supply.js';
import type { Feed } from './live-source.js';

const STANDARD_INPUT = 0;

export class PipeFeed implements Feed {
  #begun = false;
  #stopped = false;
  #supply: StreamSupply | undefined;
  #failure: string | undefined;

  async next(): Promise<Source | undefined> {
    if (this.#begun || this.#stopped) return undefined;
    this.#begun = true;
    const opened = await this.#open();
    if (!('refused' in opened)) return opened;
    if (!this.#stopped) this.#failure = opened.refused;
    return undefined;
  }

  dropped(): null {
    return null;
  }

  failure(): string | undefined {
    return this.#failure;
  }

  /** Ends a read in progress. */
  stop(): void {
    this.#stopped = true;
    void this.#supply?.close();
  }

  async close(): Promise<void> {
    this.stop();
  }

  #open(): Promise<Source | Refusal> {
    if (isatty(STANDARD_INPUT) || fstatSync(STANDARD_INPUT).isFile()) return openSource('-');
    this.#supply = new StreamSupply(pipeStream(STANDARD_INPUT));
    return identify({ name: '-', supply: this.#supply, size: 0, descriptor: -1, live: true });
  }
}
