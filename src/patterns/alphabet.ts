/**
 * Characters by what a pattern makes of them: those that stand at the same places of it are one symbol. V8 is asked once for each
 * character that occurs, so a class, a flag or a property means exactly what it means there.
 */
import { atomPattern } from './parse-pattern.js';
import type { Atom } from './tree.js';

/** What an assertion asks of a character. */
export const KIND = { other: 0, word: 1, lineEnd: 2, none: 3 } as const;

/** Symbols are 1 and more; 0 stands for a character not met yet. */
const UNKNOWN = 0;
const UNITS = 0x10000;
/** A class written in ASCII without `\p` or `\u`: it treats all characters beyond 16 bits alike. */
const ALIKE_BEYOND = /^(?!.*\\[pPu])[\0-\x7f]*$/s;
const LINE_END = /^[\n\r\u2028\u2029]$/;

interface Letter {
  pattern: RegExp;
  /** The places where it stands. */
  mask: Int32Array;
}

/** Whether the characters of an atom can be told apart fast, however many different ones a text has. */
export function isSpelledOut({ source, literal }: Atom): boolean {
  return literal || ALIKE_BEYOND.test(source);
}

export class Alphabet {
  /** By UTF-16 unit. */
  readonly symbols = new Uint16Array(UNITS);
  /** By symbol: the places where its characters may stand, as bits of `words` words. */
  masks: Int32Array;
  /** By symbol: one of KIND. */
  kinds = new Uint8Array(64);
  readonly #words: number;
  readonly #classes: Letter[] = [];
  readonly #literals: Letter[] = [];
  readonly #anyLiteral: RegExp;
  readonly #word: RegExp;
  readonly #known = new Map<string, number>();
  #count = UNKNOWN + 1;
  /** Symbols of the characters beyond 16 bits that are literals; all others are one symbol. */
  readonly #beyond = new Map<string, number>();
  #otherBeyond = UNKNOWN;

  /** @param words Of 32 places each. */
  constructor(places: readonly Atom[], flags: string, words: number) {
    this.#words = words;
    this.masks = new Int32Array(64 * words);
    const masks = new Map<Atom, Int32Array>();
    for (const [place, atom] of places.entries()) {
      const mask = masks.get(atom) ?? new Int32Array(words);
      mask[place >> 5]! |= 1 << place;
      masks.set(atom, mask);
    }
    for (const [{ source, literal }, mask] of masks) {
      (literal ? this.#literals : this.#classes).push({ pattern: atomPattern(source, flags), mask });
    }
    const literals = [...masks.keys()].filter(({ literal }) => literal).map(({ source }) => source);
    this.#anyLiteral = atomPattern(literals.length === 0 ? '(?!)' : literals.join('|'), flags);
    this.#word = atomPattern('\\w', flags);
  }

  /** Symbol of a UTF-16 unit. */
  ofUnit(unit: number): number {
    const known = this.symbols[unit]!;
    if (known !== UNKNOWN) return known;
    const character = String.fromCharCode(unit);
    const kind = LINE_END.test(character) ? KIND.lineEnd : this.#word.test(character) ? KIND.word : KIND.other;
    const symbol = this.#learn(character, kind);
    this.symbols[unit] = symbol;
    return symbol;
  }

  /** Symbol of a character beyond 16 bits. */
  ofPair(high: number, low: number): number {
    const character = String.fromCharCode(high, low);
    if (this.#anyLiteral.test(character)) {
      const symbol = this.#beyond.get(character) ?? this.#learn(character, KIND.other);
      this.#beyond.set(character, symbol);
      return symbol;
    }
    if (this.#otherBeyond === UNKNOWN) this.#otherBeyond = this.#learn(character, KIND.other);
    return this.#otherBeyond;
  }

  #learn(character: string, kind: number): number {
    const mask = new Int32Array(this.#words);
    const add = ({ pattern, mask: more }: Letter) => {
      if (pattern.test(character)) for (let word = 0; word < mask.length; word++) mask[word]! |= more[word]!;
    };
    this.#classes.forEach(add);
    if (this.#anyLiteral.test(character)) this.#literals.forEach(add);
    const meaning = `${mask.join()} ${kind}`;
    const known = this.#known.get(meaning);
    if (known !== undefined) return known;
    const symbol = this.#count++;
    this.#known.set(meaning, symbol);
    this.#grow();
    this.masks.set(mask, symbol * this.#words);
    this.kinds[symbol] = kind;
    return symbol;
  }

  #grow(): void {
    if (this.#count <= this.kinds.length) return;
    const masks = new Int32Array(2 * this.masks.length);
    masks.set(this.masks);
    this.masks = masks;
    const kinds = new Uint8Array(2 * this.kinds.length);
    kinds.set(this.kinds);
    this.kinds = kinds;
  }
}
