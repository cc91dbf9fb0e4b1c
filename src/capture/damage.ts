/**
 * Damage in a source, and the log of it. The log keeps the first 1,000 places and counts the rest, so a file of nothing
 * but damage costs no memory.
 */

/** A part of a source that could not be read. Everything before and after it was. */
export interface Damage {
  /** Byte offset in the source (in the unpacked bytes if it is compressed); null where it is about no bytes. */
  offset: number | null;
  /** Bytes skipped; 0 where only an announced end is missing. */
  length: number;
  /** A clause for the user: "the file ends in the middle of a packet". */
  what: string;
}

const MAX_KEPT = 1000;

export class DamageLog {
  readonly kept: Damage[] = [];
  notKept = 0;

  /** Records `length` lost bytes at `offset`; 0 where only an announced end is missing. */
  add(offset: number | null, length: number, what: string): void {
    if (this.kept.length < MAX_KEPT) this.kept.push({ offset, length, what });
    else this.notKept++;
  }
}
