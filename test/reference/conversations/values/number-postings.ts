/**
 * Which numbers occur in a conversation, and in which headers: one list per conversation, one entry per distinct
 * number.
 */
import { NUMBER } from '../../../../src/sip/headers/header-table.js';
import type { ScannedMessage } from '../../../../src/sip/scan/scanned-message.js';
import { hashBytes } from '../../../../src/bytes/hash.js';
import { sameBytes } from '../../bytes/words.js';
import type { Numbers } from './numbers.js';
import { EntryLists } from '../../tables/entry-lists.js';

/** Distinct numbers kept per conversation: a hostile one could bring a new one with each message. */
const MAX_ENTRIES = 256;

export class NumberPostings {
  readonly lists = new EntryLists(16);
  readonly #number = this.lists.record.int32();
  readonly #kinds = this.lists.record.int32();
  /** Hash of the number as it was first spelled here. */
  readonly #hash = this.lists.record.int32();

  /**
   * Of the latest message of `addAll`: id + 1 of the numbers in From, To, and the first asserted identity; 0 for
   * none.
   */
  from = 0;
  to = 0;
  asserted = 0;
  /** Numbers that found no room in the list of their conversation, or in their message. */
  notKept = 0;
  /** Entries the latest look-up passed. */
  #passed = 0;

  /**
   * Adds every number of a scanned message.
   * @param head The conversation's first entry, 0 for none.
   * @returns Its new first entry.
   */
  addAll(head: number, numbers: Numbers, view: DataView, scanned: ScannedMessage): number {
    const { numberCount, numberKind, numberStart, numberEnd } = scanned;
    this.notKept += scanned.numbersLeft;
    this.from = this.to = this.asserted = 0;
    let done = 0;
    for (let i = 0; i < numberCount; i++) {
      if ((done & (1 << i)) !== 0) continue;
      // Most messages repeat the same number: it is looked up once.
      const start = numberStart[i]!;
      const length = numberEnd[i]! - start;
      let kinds = 1 << numberKind[i]!;
      for (let j = i + 1; j < numberCount; j++) {
        if (numberEnd[j]! - numberStart[j]! === length && sameBytes(view, start, view, numberStart[j]!, length)) {
          kinds |= 1 << numberKind[j]!;
          done |= 1 << j;
        }
      }
      const hash = hashBytes(view, start, start + length);
      let number = this.#known(head, hash, kinds, numbers, view, start, start + length);
      if (number < 0) {
        number = numbers.intern(view, start, start + length);
        if (number < 0) continue;
        // A full list was walked to its end just now.
        if (this.#passed >= MAX_ENTRIES) this.notKept++;
        else head = this.add(head, number, kinds, hash);
      }
      if ((kinds & (1 << NUMBER.From)) !== 0) this.from = number + 1;
      if ((kinds & (1 << NUMBER.To)) !== 0) this.to = number + 1;
      if ((kinds & (1 << NUMBER.AssertedIdentity)) !== 0 && this.asserted === 0) this.asserted = number + 1;
    }
    return head;
  }

  /**
   * Finds the number spelled at [start, end), with the given hash, among those of a conversation and adds its kinds;
   * -1 if it is new there.
   */
  #known(
    head: number,
    hash: number,
    kinds: number,
    numbers: Numbers,
    view: DataView,
    start: number,
    end: number,
  ): number {
    this.#passed = 0;
    for (let at = head; at !== 0; at = this.lists.next(at)) {
      this.#passed++;
      if (this.#hash.get(at) !== hash) continue;
      const number = this.#number.get(at);
      if (!numbers.is(number, view, start, end)) continue;
      const known = this.#kinds.get(at);
      if ((kinds & ~known) !== 0) this.#kinds.set(at, known | kinds);
      return number;
    }
    return -1;
  }

  /**
   * Adds a number that occurs in headers of some kinds (bits by index in NUMBER_KINDS).
   * @param head The conversation's first entry, 0 for none.
   * @param hash Of the number as it is spelled there (bytes/words.ts).
   * @returns Its first entry from now on.
   */
  add(head: number, number: number, kinds: number, hash: number): number {
    let entries = 0;
    for (let at = head; at !== 0; at = this.lists.next(at)) {
      if (this.#number.get(at) === number) {
        const known = this.#kinds.get(at);
        if ((kinds & ~known) !== 0) this.#kinds.set(at, known | kinds);
        return head;
      }
      if (++entries >= MAX_ENTRIES) return head;
    }
    const entry = this.lists.prepend(head);
    this.#number.set(entry, number);
    this.#kinds.set(entry, kinds);
    this.#hash.set(entry, hash);
    return entry;
  }

  /** Entry after `entry`; 0 at the end. */
  next(entry: number): number {
    return this.lists.next(entry);
  }

  /** Id of `Conversations.numbers`. */
  number(entry: number): number {
    return this.#number.get(entry);
  }

  /** Headers it occurs in: bits by index in NUMBER_KINDS. */
  kinds(entry: number): number {
    return this.#kinds.get(entry);
  }
}
