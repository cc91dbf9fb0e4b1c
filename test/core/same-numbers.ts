/** Whether two number things the same, each in its own way: the same number where the other's is the same, and 0 where the other's is. */
export class SameNumbers {
  readonly #most: number;
  readonly #ours = new Map<number, number>();
  readonly #theirs = new Map<number, number>();

  /**
   * @param most Numbers remembered: what was met before must not get another. Of hashes only few may be: among 100,000 of 32 bits there are two that are the same by chance.
   */
  constructor(most: number) {
    this.#most = most;
  }

  agree(ours: number, theirs: number): boolean {
    if (ours === 0 || theirs === 0) return ours === theirs;
    if (this.#ours.size >= this.#most) this.forget();
    const agree = (this.#ours.get(theirs) ?? ours) === ours && (this.#theirs.get(ours) ?? theirs) === theirs;
    this.#ours.set(theirs, ours);
    this.#theirs.set(ours, theirs);
    return agree;
  }

  forget(): void {
    this.#ours.clear();
    this.#theirs.clear();
  }
}
