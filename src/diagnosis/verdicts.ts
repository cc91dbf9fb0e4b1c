/** The verdict of each conversation, in 8 bytes: the cause, how certain it is, and what makes it one incident with others. */
import type { Conversations } from '../conversations/conversations.js';
import { CAUSE_IDS, type CauseId, CERTAINTIES, type Certainty } from '../model/causes.js';
import type { RowId } from '../model/ids.js';
import { Records } from '../tables/records.js';
import { UNJUDGED, type Unjudged } from './unjudged.js';

export interface Verdict {
  cause: CauseId;
  certainty: Certainty;
  /** The address, number or name that the findings of an incident have in common. */
  key: string;
}

/** Keys kept: what more there is, is one incident of its cause. */
const MAX_KEYS = 1 << 16;
const REASONS = Object.keys(UNJUDGED) as Unjudged[]; // the keys of the table, in their order

export class Verdicts {
  readonly #record: Records<RowId>;
  /** Index in CAUSE_IDS + 1; 0 for no verdict. */
  readonly #cause;
  readonly #certainty;
  /** Index in REASONS + 1. */
  readonly #unjudged;
  readonly #key;
  /** Keys by their numbers; the first is none. They only grow. */
  readonly keys: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);

  constructor(conversations: Conversations) {
    const record = new Records<RowId>(8, conversations.table.moved);
    this.#record = record;
    this.#key = record.int32();
    this.#cause = record.uint16();
    this.#certainty = record.uint8();
    this.#unjudged = record.uint8();
  }

  of(row: RowId): Verdict | undefined {
    if (row >= this.#record.count) return undefined;
    const cause = this.#cause.get(row);
    if (cause === 0) return undefined;
    return {
      cause: CAUSE_IDS[cause - 1]!,
      certainty: CERTAINTIES[this.#certainty.get(row)]!,
      key: this.keys[this.#key.get(row)]!,
    };
  }

  /** The number of the key of a row; -1 for none. */
  keyOf(row: RowId): number {
    return (row < this.#record.count && this.#key.get(row)) || -1;
  }

  /** Why nothing can be said; undefined where something can, or nothing is wrong. */
  unjudged(row: RowId): Unjudged | undefined {
    return row < this.#record.count ? REASONS[this.#unjudged.get(row) - 1] : undefined;
  }

  /** Keeps a verdict, or why there is none; returns whether it is another than before. */
  set(row: RowId, verdict: Verdict | undefined, why?: Unjudged): boolean {
    if (row >= this.#record.count && verdict === undefined && why === undefined) return false;
    while (this.#record.count <= row) this.#record.add();
    const cause = verdict === undefined ? 0 : CAUSE_IDS.indexOf(verdict.cause) + 1;
    const certainty = verdict === undefined ? 0 : CERTAINTIES.indexOf(verdict.certainty);
    const key = verdict === undefined ? 0 : this.#numberOf(verdict.key);
    const reason = why === undefined ? 0 : REASONS.indexOf(why) + 1;
    const isSame =
      cause === this.#cause.get(row) &&
      certainty === this.#certainty.get(row) &&
      key === this.#key.get(row) &&
      reason === this.#unjudged.get(row);
    this.#cause.set(row, cause);
    this.#certainty.set(row, certainty);
    this.#key.set(row, key);
    this.#unjudged.set(row, reason);
    return !isSame;
  }

  #numberOf(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.keys.length === MAX_KEYS) return 0;
    this.keys.push(key);
    this.#numbers.set(key, this.keys.length - 1);
    return this.keys.length - 1;
  }
}
