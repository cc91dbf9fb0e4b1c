/**
 * A user's regular expression that cannot hold up the thread, whatever the pattern and the text. Where a bound of its steps is low
 * enough, V8's ordinary engine searches: for literals and classes, and for nearly any pattern in an ordinary message. Anything
 * else is searched in linear time (linear-search.ts). What neither can do is refused.
 *
 * Why not re2js, which is linear too: the places of `(?:a.{0,30}){4}b` in 1 MiB take it seconds (its bound grows with the pattern), it
 * reads neither \u0061 nor \cA, and in it `.` is also a carriage return, which ends every line of SIP, and `\s` no U+00A0.
 */
import { isSpelledOut } from './alphabet.js';
import { backtrackingSteps } from './backtracking.js';
import { errorText } from './error-text.js';
import { LinearSearch, NARROW, WIDE } from './linear-search.js';
import { LongText } from './long-text.js';
import { parsePattern, type PatternFault } from './parse-pattern.js';
import { MAX_INSTRUCTIONS, MAX_NULLABLE_DEPTH, MAX_PLACES, nullableDepth, Program, sizeOf } from './program.js';
import type { Found, TextSearch } from './text-search.js';
import { isNullable, type Node, nodesOf, type Repeat, requiredParts, type Span } from './tree.js';

/**
 * Steps that V8's engine may need: it takes 1 to 4 ns for each. Those of a character bound the time of long texts, the others that of
 * a short message. A message of 1 MiB may have many thousand lines: the others are not granted to each of them.
 */
const MAX_STEPS = 1_000_000;
const MAX_STEPS_A_CHARACTER = 24;
/** What the patterns that are tested together may weigh: a message of 1 MiB takes them less than 100 ms. */
export const MAX_WEIGHT = 8;
/** More than a message has characters. */
const LONGEST = 1 << 21;
/** Each class asks V8 about every new character, and a text may hold any number of different ones. */
const MAX_CLASSES = 16;

/** A pattern, or what is wrong with it. `flags` are those of JavaScript, without g and y. */
export function patternOf(source: string, flags: string): { pattern: Pattern } | { fault: PatternFault } {
  const parsed = parsePattern(source, flags);
  if ('fault' in parsed) return parsed;
  const whole = { start: 0, end: source.length };
  try {
    new RegExp(source, flags);
  } catch (error) {
    return { fault: { ...whole, message: errorText(error) } };
  }
  const pattern = new Pattern(source, flags, parsed.tree);
  const isOrdinary = pattern.isAlwaysShort && !isNullable(parsed.tree);
  const fault = isOrdinary ? null : linearFault(parsed.tree, flags.includes('u'), whole);
  return fault === null ? { pattern } : { fault };
}

/** A text as it stands. `flags` as those of a pattern. */
export function literalSearch(text: string, flags: string): TextSearch {
  const short = patternOf(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags);
  return 'pattern' in short ? short.pattern : new LongText(text, !flags.includes('i'));
}

export class Pattern implements TextSearch {
  readonly #source: string;
  readonly #flags: string;
  readonly #tree: Node;
  readonly #ordinary: RegExp;
  /** The longest text that the ordinary engine searches, however long its lines. */
  readonly #longest: number;
  /** Texts that each match holds: most messages lack one of them. */
  readonly #required: readonly RegExp[];
  /** By the bits of a text's length: the longest line that it may have; 0 where that was not asked for. */
  readonly #longestLines = new Int32Array(32);
  #linear: LinearSearch | undefined;
  #global: RegExp | undefined;

  constructor(source: string, flags: string, tree: Node) {
    this.#source = source;
    this.#flags = flags;
    this.#tree = tree;
    this.#ordinary = new RegExp(source, flags);
    this.#longest = longest(LONGEST, length => this.#fewSteps(length, length));
    this.#required = requiredParts(tree).map(part => new RegExp(part, flags.replace('m', '')));
  }

  /** The ordinary engine searches any text. */
  get isAlwaysShort(): boolean {
    return this.#longest === LONGEST;
  }

  /** What a character costs at most: the words of bits that the linear search carries. */
  get weight(): number {
    return this.isAlwaysShort || sizeOf(this.#tree).places <= NARROW ? 1 : WIDE;
  }

  test(text: string): boolean {
    return this.isAlwaysShort ? this.#ordinary.test(text) : this.#testLinearly(text);
  }

  testWhole(text: string): boolean {
    return this.#isShort(text) ? this.#ordinary.test(text) : this.#testLinearly(text);
  }

  matches(text: string, most: number): Found[] {
    // The ordinary engine would stop at each empty match.
    if (isNullable(this.#tree) || !this.isAlwaysShort) {
      return this.#holdsRequired(text) ? this.#linearSearch.matches(text, most) : [];
    }
    this.#global ??= new RegExp(this.#source, `${this.#flags}g`);
    const found: Found[] = [];
    for (const { index, 0: part } of text.matchAll(this.#global)) {
      if (found.length >= most) break;
      found.push({ start: index, end: index + part.length });
    }
    return found;
  }

  #testLinearly(text: string): boolean {
    return this.#holdsRequired(text) && this.#linearSearch.test(text);
  }

  #holdsRequired(text: string): boolean {
    return this.#required.every(part => part.test(text));
  }

  get #linearSearch(): LinearSearch {
    this.#linear ??= new LinearSearch(new Program(this.#tree), this.#flags);
    return this.#linear;
  }

  #isShort(text: string): boolean {
    if (text.length <= this.#longest) return true;
    const bits = 32 - Math.clz32(text.length);
    this.#longestLines[bits] ||= 1 + longest(2 ** bits, line => this.#fewSteps(2 ** bits, line));
    return longestLine(text) < this.#longestLines[bits]!;
  }

  #fewSteps(text: number, line: number): boolean {
    const steps = backtrackingSteps(this.#tree, this.#flags.includes('m'), { text, line });
    return steps <= MAX_STEPS + MAX_STEPS_A_CHARACTER * text;
  }
}

/** The longest length up to `most`, a power of two, that passes. */
function longest(most: number, passes: (length: number) => boolean): number {
  if (passes(most)) return most;
  let length = 0;
  for (let step = most / 2; step >= 1; step /= 2) if (passes(length + step)) length += step;
  return length;
}

function longestLine(text: string): number {
  let longest = 0;
  let start = 0;
  while (start <= text.length) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    longest = Math.max(longest, stop - start);
    start = stop + 1;
  }
  return longest;
}

/** Why a tree is not searched in linear time, and the place; null if it is. */
function linearFault(tree: Node, unicode: boolean, whole: Span): PatternFault | null {
  const nodes = [...nodesOf(tree)];
  const look = nodes.find(node => node.kind === 'look-around');
  if (look) {
    const message =
      'look-ahead and look-behind go only with a short pattern without *, + and {n,} that takes a character';
    return { start: look.start, end: look.end, message };
  }
  if (nullableDepth(tree) > MAX_NULLABLE_DEPTH) {
    return { ...whole, message: `more than ${MAX_NULLABLE_DEPTH} repetitions that may be empty lie in each other` };
  }
  const atoms = new Set(nodes.filter(node => node.kind === 'atom'));
  const classes = [...atoms].filter(({ literal }) => !literal);
  const wide = unicode ? classes.find(atom => !isSpelledOut(atom)) : undefined;
  if (wide) return { ...whole, message: `${wide.source} goes only with a short pattern without *, + and {n,}` };
  if (classes.length > MAX_CLASSES)
    return { ...whole, message: `there are more than ${MAX_CLASSES} different classes` };
  const { places, instructions } = sizeOf(tree);
  if (places <= MAX_PLACES && instructions <= MAX_INSTRUCTIONS) return null;
  const { start, end } = longestRepeat(nodes) ?? whole;
  const message = `written out, the pattern is ${Math.max(places, instructions)} characters long; at most ${MAX_PLACES} are searched`;
  return { start, end, message };
}

/** The counted repetition that makes a pattern longest; undefined where there is none. */
function longestRepeat(nodes: readonly Node[]): Repeat | undefined {
  let longest: Repeat | undefined;
  for (const node of nodes) {
    if (node.kind !== 'repeat' || sizeOf(node).places === sizeOf(node.part).places) continue;
    if (longest === undefined || sizeOf(node).places > sizeOf(longest).places) longest = node;
  }
  return longest;
}
