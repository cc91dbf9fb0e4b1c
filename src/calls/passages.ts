/**
 * Learns from which host calls go on that end at another. A passage is believed once several calls have shown it, by both numbers and
 * what the far end said, or by a value in common; those that waited for it are looked at again then.
 */
import type { RowId } from '../model/ids.js';
import { type Hosts, MOST_HOSTS, NO_HOST } from './hosts.js';

/** Calls that show a passage. */
const ENOUGH = 3;
/** Passages not yet believed. */
const MOST_WAITED = 4096;

export class Passages {
  readonly #hosts: Hosts;
  readonly #reopen: (row: RowId) => void;
  /** Legs that have shown a passage, by the hosts it is between. */
  readonly #shown = new Map<number, Set<RowId>>();

  /** @param reopen Called with the legs to be looked at again. */
  constructor(hosts: Hosts, reopen: (row: RowId) => void) {
    this.#hosts = hosts;
    this.#reopen = reopen;
  }

  /** A leg shows that a call which ended at one host goes on from another. */
  wait(from: number, to: number, row: RowId): void {
    if (from === to || from === NO_HOST || to === NO_HOST) return;
    if (this.#hosts.passes(from, to)) {
      this.#reopen(row);
      return;
    }
    const key = from * MOST_HOSTS + to;
    const shown = this.#shown.get(key) ?? new Set();
    if (shown.size === 0 && this.#shown.size === MOST_WAITED) return;
    this.#shown.set(key, shown.add(row));
    if (shown.size < ENOUGH || !this.#hosts.learn(from, to)) return;
    this.#shown.delete(key);
    for (const each of shown) this.#reopen(each);
  }
}
