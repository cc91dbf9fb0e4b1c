/**
 * Searches a text for a pattern in time linear in its length, whatever the pattern and the text: for each character a fixed number of
 * look-ups in tables, fewer than a hundred.
 *
 * It goes through the text backwards. What it carries is the set of places of the pattern from which the text that was passed can
 * be matched to an end, as bits; eight of them at a time are looked up in a table of those that may stand before them. So it is known
 * for each gap between characters whether a match begins there. Where the match itself is wanted, the sets are kept, and it is
 * followed forwards: of the places that may come next, the first that leads to an end, without ever going back.
 *
 * Sets of states instead of going back: K. Thompson, Regular Expression Search Algorithm, CACM 11(6), 1968. Places as states: V. M. Glushkov,
 * The Abstract Theory of Automata, 1961. As bits with tables by blocks: G. Navarro and M. Raffinot, New Techniques for Regular
 * Expression Searching, Algorithmica 41(2), 2005.
 */
import { Alphabet, KIND } from './alphabet.js';
import { GAP, MATCHED, type Program } from './program.js';
import type { Found } from './text-search.js';

/** Patterns of up to so many places fit into one word of bits; all others take WIDE words. */
export const NARROW = 32;
export const WIDE = 4;
const KINDS = Object.keys(KIND).length;

/** What may come next. */
interface Choice {
  /** Places, or MATCHED, in order of preference. */
  places: readonly number[];
  /** The places as bits, if the first in the pattern is always preferred and a match comes last; else null. */
  inOrder: Int32Array | null;
}

/** What may follow what at a gap. */
interface Gap {
  /** By place. */
  following: readonly Choice[];
  first: Choice;
  /** The empty text matches here. */
  matchesEmpty: boolean;
  /** Places that may come first, and places after which the match may end, as bits. */
  firstBits: Int32Array;
  lastBits: Int32Array;
  /** By block of eight places and their bits: the places that may stand before any of them. */
  before: Int32Array;
}

export class LinearSearch {
  readonly #alphabet: Alphabet;
  readonly #words: number;
  readonly #unicode: boolean;
  /** By the kinds of the characters before and after a gap. */
  readonly #gaps: readonly Gap[];
  /** All gaps are the same: the pattern asserts nothing. */
  readonly #alike: boolean;
  /** By offset in a text: what #backwards writes. It is kept, since a message may have many short lines. */
  #live = new Int32Array(0);

  constructor(program: Program, flags: string) {
    this.#words = program.places.length <= NARROW ? 1 : WIDE;
    this.#unicode = flags.includes('u');
    this.#alike = program.asserted === 0;
    this.#alphabet = new Alphabet(program.places, flags, this.#words);
    const known = new Map<number, Gap>();
    const multiline = flags.includes('m');
    const gaps: Gap[] = [];
    for (let before = 0; before < KINDS; before++) {
      for (let after = 0; after < KINDS; after++) {
        const bits = gapBits(before, after, multiline) & program.asserted;
        const gap = known.get(bits) ?? gapOf(program, bits, this.#words);
        known.set(bits, gap);
        gaps.push(gap);
      }
    }
    this.#gaps = gaps;
  }

  /** Whether a match is anywhere in the text. */
  test(text: string): boolean {
    return this.#backwards(text, null);
  }

  /** The first matches that are not empty, in order, as `matchAll` finds them. */
  matches(text: string, most: number): Found[] {
    const size = (text.length + 1) * this.#words;
    if (this.#live.length < size) this.#live = new Int32Array(Math.max(size, 2 * this.#live.length));
    const live = this.#live;
    live.fill(0, size - this.#words, size);
    const found: Found[] = [];
    if (!this.#backwards(text, live)) return found;
    let before: number = KIND.none;
    for (let at = 0; at < text.length && found.length < most; ) {
      const after = this.#kindAt(text, at);
      const gap = this.#gaps[before * KINDS + after]!;
      const begins = gap.matchesEmpty || meet(gap.firstBits, live, at * this.#words);
      const end = begins ? this.#endOf(text, live, at, gap) : at;
      if (end > at) found.push({ start: at, end });
      before = end > at ? this.#kindAt(text, end - this.#lengthBefore(text, end)) : after;
      at = end > at ? end : at + this.#lengthAt(text, at);
    }
    return found;
  }

  /**
   * Whether a match begins at any gap. The places where the character at an offset may stand, so that a match can be finished, are
   * written to `live`, unless it is null.
   */
  #backwards(text: string, live: Int32Array | null): boolean {
    const alphabet = this.#alphabet;
    const { symbols } = alphabet;
    const words = this.#words;
    const set = new Int32Array(words);
    let after: number = KIND.none;
    let begins = false;
    for (let at = text.length; ; ) {
      let from = at;
      let symbol = 0;
      let before: number = KIND.none;
      if (at > 0) {
        from = at - this.#lengthBefore(text, at);
        const unit = text.charCodeAt(from);
        symbol =
          from < at - 1 ? alphabet.ofPair(unit, text.charCodeAt(at - 1)) : symbols[unit]! || alphabet.ofUnit(unit);
        before = alphabet.kinds[symbol]!;
      }
      const gap = this.#gaps[before * KINDS + after]!;
      if (gap.matchesEmpty || meet(gap.firstBits, set, 0)) {
        if (live === null) return true;
        begins = true;
      }
      if (at === 0) return begins;
      if (words === 1) set[0] = stepNarrow(gap, set[0]!) & alphabet.masks[symbol]!;
      else stepWide(gap, set, alphabet.masks, symbol * WIDE);
      if (live !== null) for (let word = 0; word < words; word++) live[from * words + word] = set[word]!;
      at = from;
      after = before;
    }
  }

  /** The end of the match that begins at a gap, the one preferred. */
  #endOf(text: string, live: Int32Array, start: number, first: Gap): number {
    let place = preferred(first.first, live, start * this.#words);
    let before = this.#kindAt(text, start);
    let at = start;
    while (place !== MATCHED) {
      at += this.#lengthAt(text, at);
      const after = this.#kindAt(text, at);
      place = preferred(this.#gaps[before * KINDS + after]!.following[place]!, live, at * this.#words);
      before = after;
    }
    return at;
  }

  /** Kind of the character that begins at an offset; where no gap differs from another, none is asked for. */
  #kindAt(text: string, at: number): number {
    if (this.#alike || at === text.length) return KIND.none;
    const alphabet = this.#alphabet;
    const unit = text.charCodeAt(at);
    // Characters beyond 16 bits are neither of a word nor the end of a line.
    return isHigh(unit) && this.#lengthAt(text, at) === 2 ? KIND.other : alphabet.kinds[alphabet.ofUnit(unit)]!;
  }

  /** UTF-16 units of the character at an offset: two of a pair, with the flag u. */
  #lengthAt(text: string, at: number): number {
    return this.#unicode && isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
  }

  #lengthBefore(text: string, at: number): number {
    return this.#unicode && isLow(text.charCodeAt(at - 1)) && isHigh(text.charCodeAt(at - 2)) ? 2 : 1;
  }
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

/** Whether bits have one in common with those from `at` on. */
function meet(bits: Int32Array, others: Int32Array, at: number): boolean {
  if (bits.length === 1) return (bits[0]! & others[at]!) !== 0;
  return (
    ((bits[0]! & others[at]!) |
      (bits[1]! & others[at + 1]!) |
      (bits[2]! & others[at + 2]!) |
      (bits[3]! & others[at + 3]!)) !==
    0
  );
}

/** The places before any of a set, and those after which a match may end. */
function stepNarrow({ before, lastBits }: Gap, set: number): number {
  return (
    lastBits[0]! |
    before[set & 255]! |
    before[256 + ((set >>> 8) & 255)]! |
    before[512 + ((set >>> 16) & 255)]! |
    before[768 + (set >>> 24)]!
  );
}

/** The same in place for four words, of which only those are kept where the symbol may stand. */
function stepWide({ before, lastBits }: Gap, set: Int32Array, masks: Int32Array, mask: number): void {
  let one = lastBits[0]!;
  let two = lastBits[1]!;
  let three = lastBits[2]!;
  let four = lastBits[3]!;
  for (let word = 0; word < WIDE; word++) {
    for (let bits = set[word]!, block = word * 4096; bits !== 0; bits >>>= 8, block += 1024) {
      const at = block + (bits & 255) * WIDE;
      one |= before[at]!;
      two |= before[at + 1]!;
      three |= before[at + 2]!;
      four |= before[at + 3]!;
    }
  }
  set[0] = one & masks[mask]!;
  set[1] = two & masks[mask + 1]!;
  set[2] = three & masks[mask + 2]!;
  set[3] = four & masks[mask + 3]!;
}

/** The bits of GAP between two kinds of characters. */
function gapBits(before: number, after: number, multiline: boolean): number {
  const start = before === KIND.none || (multiline && before === KIND.lineEnd);
  const end = after === KIND.none || (multiline && after === KIND.lineEnd);
  const boundary = (before === KIND.word) !== (after === KIND.word);
  return (start ? GAP.start : 0) | (end ? GAP.end : 0) | (boundary ? GAP.boundary : 0);
}

function gapOf(program: Program, bits: number, words: number): Gap {
  const following = program.places.map((_, place) => program.following(place, bits));
  const first = program.first(bits);
  const lastBits = new Int32Array(words);
  /** By place: the places that may stand before it. */
  const preceding = following.map(() => new Int32Array(words));
  for (const [place, nexts] of following.entries()) {
    for (const next of nexts) set(next === MATCHED ? lastBits : preceding[next]!, place);
  }
  const firstBits = new Int32Array(words);
  for (const place of first) if (place !== MATCHED) set(firstBits, place);
  return {
    following: following.map(places => choiceOf(places, words)),
    first: choiceOf(first, words),
    matchesEmpty: first.includes(MATCHED),
    firstBits,
    lastBits,
    before: blocks(preceding, words),
  };
}

function choiceOf(places: readonly number[], words: number): Choice {
  const inOrder = places.every((place, i) => i === 0 || place === MATCHED || place > places[i - 1]!);
  const isLast = places.indexOf(MATCHED) === -1 || places.at(-1) === MATCHED;
  if (!inOrder || !isLast) return { places, inOrder: null };
  const bits = new Int32Array(words);
  for (const place of places) if (place !== MATCHED) set(bits, place);
  return { places, inOrder: bits };
}

/** The preferred of the places that lead to an end; there is one, or the match ends. */
function preferred({ places, inOrder }: Choice, live: Int32Array, at: number): number {
  if (inOrder !== null) {
    for (let word = 0; word < inOrder.length; word++) {
      const bits = inOrder[word]! & live[at + word]!;
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits);
    }
    return MATCHED;
  }
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (place === MATCHED || (live[at + (place >> 5)]! & (1 << place)) !== 0) return place;
  }
  return MATCHED;
}

function set(bits: Int32Array, place: number): void {
  bits[place >> 5]! |= 1 << place;
}

/** For each block of eight places and each set of them: what precedes any of the set. */
function blocks(preceding: readonly Int32Array[], words: number): Int32Array {
  const table = new Int32Array(words * 4 * 256 * words);
  for (let block = 0; block < words * 4; block++) {
    for (let bits = 1; bits < 256; bits++) {
      const at = (block * 256 + bits) * words;
      const without = (block * 256 + (bits & (bits - 1))) * words;
      const least = preceding[block * 8 + Math.log2(bits & -bits)];
      for (let word = 0; word < words; word++) table[at + word] = table[without + word]! | (least?.[word] ?? 0);
    }
  }
  return table;
}
