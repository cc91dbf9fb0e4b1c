/** The numbers that belong to a host as the capture shows them, and the blocks they lie in. Pure. */
import { type DialledNumber, hasTailOf, isFull, isSameShape } from './number.js';

/** A block is a hundred numbers at least. */
const BLOCK_DIGITS = 2;
/** Numbers of one block differ in their last four digits at most. */
const WIDEST_BLOCK = 4;
/** A prefix of fewer digits is none. */
const LEAST_PREFIX = 3;
/** The end of a number is no accident where so few of the numbers there are end so: one in twenty. */
const CHANCE = 20;
/** Longer than an extension is: the same number in another spelling. */
const LONGEST_EXTENSION = 6;

/** Numbers that begin alike: "41515xx". */
export interface Block {
  prefix: string;
  /** Digits behind the prefix. */
  open: number;
}

/** @template Source What showed a number. */
export class OwnNumbers<Source> {
  readonly #known = new Map<string, { number: DialledNumber; source: Source }>();
  #blocks: Block[] | undefined;

  /** What shows a number first is kept. */
  add(number: DialledNumber, source: Source): void {
    if (!isFull(number) || this.#known.has(number.digits)) return;
    this.#known.set(number.digits, { number, source });
    this.#blocks = undefined;
  }

  get size(): number {
    return this.#known.size;
  }

  numbers(): DialledNumber[] {
    return Array.from(this.#known.values(), ({ number }) => number);
  }

  sources(): Source[] {
    return Array.from(this.#known.values(), ({ source }) => source);
  }

  /** Whether a number is written as one of them. */
  hasShapeOf(number: DialledNumber): boolean {
    return this.numbers().some(own => isSameShape(own.shape, number.shape));
  }

  /** Whether it is one of them, or lies in a block of theirs. */
  has({ digits }: DialledNumber): boolean {
    if (this.#known.has(digits) || this.blocks().some(block => isIn(digits, block))) return true;
    return this.numbers().some(own => own.digits.length !== digits.length && hasTailOf(own.digits, digits));
  }

  /**
   * The number that another one is the end of, with what showed it: an extension. Undefined where there is none, or where so many
   * numbers are known that one ends so by accident.
   */
  endingIn({ digits }: DialledNumber): { number: DialledNumber; source: Source } | undefined {
    if (digits.length < 2 || digits.length > LONGEST_EXTENSION || this.size * CHANCE > 10 ** digits.length)
      return undefined;
    for (const known of this.#known.values())
      if (known.number.digits.length > digits.length && known.number.digits.endsWith(digits)) return known;
    return undefined;
  }

  /** The blocks they lie in, lowest first. */
  blocks(): readonly Block[] {
    this.#blocks ??= blocksOf([...this.#known.keys()]);
    return this.#blocks;
  }
}

/** "41515xx". */
export function blockText({ prefix, open }: Block): string {
  return prefix + 'x'.repeat(open);
}

/** "4151500-4151599", as settings have it. */
export function blockRange({ prefix, open }: Block): string {
  return `${prefix}${'0'.repeat(open)}-${prefix}${'9'.repeat(open)}`;
}

function isIn(digits: string, { prefix, open }: Block): boolean {
  return digits.length === prefix.length + open && digits.startsWith(prefix);
}

/** Neighbours of one length that begin alike are one block. */
function blocksOf(numbers: string[]): Block[] {
  const sorted = numbers.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const blocks: Block[] = [];
  for (const digits of sorted) {
    const last = blocks.at(-1);
    const shared = last === undefined ? 0 : sharedLength(last.prefix, digits);
    const open = digits.length - shared;
    const isNear = last !== undefined && last.prefix.length + last.open === digits.length;
    if (isNear && open <= WIDEST_BLOCK && shared >= LEAST_PREFIX) {
      last.prefix = digits.slice(0, shared);
      last.open = open;
    } else blocks.push({ prefix: digits.slice(0, -BLOCK_DIGITS), open: BLOCK_DIGITS });
  }
  return blocks;
}

function sharedLength(prefix: string, digits: string): number {
  let at = 0;
  while (at < prefix.length && prefix[at] === digits[at]) at++;
  return at;
}
