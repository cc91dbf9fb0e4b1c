/**
 * Reports damage of live sources as it happens: a program that ended and was restarted, bytes that were not HEP. Each
 * sentence once, a few per source at first, the rest at the end.
 */
import type { SourceInfo } from '../engine/protocol/figures.js';
import { damageSentences } from '../shell/damage.js';

/** A flood of garbage must not become a flood of sentences. */
const MAX_AT_ONCE = 10;

export class DamageReporter {
  readonly #print: (sentence: string) => void;
  /** Number of entries reported, by source. */
  readonly #reported = new Map<number, number>();

  constructor(print: (sentence: string) => void) {
    this.#print = print;
  }

  reportNew(sources: readonly SourceInfo[]): void {
    for (const source of sources.filter(({ live }) => live)) this.#report({ ...source, damageNotKept: 0 }, MAX_AT_ONCE);
  }

  /** Reports everything not reported yet, for files too. */
  reportAll(sources: readonly SourceInfo[]): void {
    for (const source of sources) this.#report(source, Number.POSITIVE_INFINITY);
  }

  #report(source: SourceInfo, most: number): void {
    const reported = this.#reported.get(source.id) ?? 0;
    const damage = source.damage.slice(reported, most);
    for (const sentence of damageSentences({ ...source, damage })) this.#print(sentence);
    this.#reported.set(source.id, reported + damage.length);
  }
}
