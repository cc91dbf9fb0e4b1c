/**
 * Tells what happens to live sources when it happens: a program that ended and was started again, bytes that were no HEP. In: the
 * sources as they are now. Out: a sentence for each thing that is new, a few for each source, the others at the end.
 */
import type { SourceInfo } from '../engine/protocol.js';
import { damageSentences } from '../shell/damage.js';

/** A flood of garbage is not to be a flood of sentences. */
const MAX_AT_ONCE = 10;

export class Mishaps {
  readonly #say: (sentence: string) => void;
  /** How many were told, by source. */
  readonly #told = new Map<number, number>();

  constructor(say: (sentence: string) => void) {
    this.#say = say;
  }

  tell(sources: readonly SourceInfo[]): void {
    for (const source of sources.filter(({ live }) => live)) this.#tell({ ...source, damageNotKept: 0 }, MAX_AT_ONCE);
  }

  /** What was not told yet, of files as well. */
  tellAll(sources: readonly SourceInfo[]): void {
    for (const source of sources) this.#tell(source, Number.POSITIVE_INFINITY);
  }

  #tell(source: SourceInfo, most: number): void {
    const told = this.#told.get(source.id) ?? 0;
    const damage = source.damage.slice(told, most);
    for (const sentence of damageSentences({ ...source, damage })) this.#say(sentence);
    this.#told.set(source.id, told + damage.length);
  }
}
