/** Whether two say the same by hashes with keys of their own: the same where the other's are the same, and 0 where the other's is. */

/** Hashes remembered: what was met before must not get another. */
const MAX_HASHES = 200_000;

export class SameHashes {
  readonly #ours = new Map<number, number>();
  readonly #theirs = new Map<number, number>();

  agree(ours: number, theirs: number): boolean {
    if (ours === 0 || theirs === 0) return ours === theirs;
    if (this.#ours.size > MAX_HASHES) {
      this.#ours.clear();
      this.#theirs.clear();
    }
    const agree = (this.#ours.get(theirs) ?? ours) === ours && (this.#theirs.get(ours) ?? theirs) === theirs;
    this.#ours.set(theirs, ours);
    this.#theirs.set(ours, theirs);
    return agree;
  }
}
