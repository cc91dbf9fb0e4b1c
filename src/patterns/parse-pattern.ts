/**
 * Reads a JavaScript regular expression (ECMA-262 section 22.2.1, annex B.1.2 without the flag u) into a tree, or says what is wrong
 * with it and where. What one character or class means is left to V8, so that it means the same in both engines; only the
 * structure is read here. Back-references are refused: no engine answers them in linear time.
 */
import { errorText } from './error-text.js';
import type { Atom, Node, Span } from './tree.js';

export interface PatternFault extends Span {
  /** Without a full stop: "the closing ) is missing". */
  message: string;
}

/** Most UTF-16 units of a source. */
const MAX_SOURCE = 20_000;
/** Groups in groups. */
const MAX_DEPTH = 50;

const GROUP = /\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/y;
const ASSERTION = /\^|\$|\\[bB]|\(\?<?[=!]/y;
const CLASS = /\[(?:\\.|[^\]\\])*\]/sy;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})(\??)/y;
const ESCAPE = /\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|.)/sy;
const UNICODE_ESCAPE =
  /\\(?:u\{[\da-fA-F]+\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|.)/sy;
const SIMPLE = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] } as const;

/** The tree of a source, or its first fault. */
export function parsePattern(source: string, flags: string): { tree: Node } | { fault: PatternFault } {
  const parser = new PatternParser(source, flags);
  const tree = parser.whole();
  return parser.fault === null ? { tree } : { fault: parser.fault };
}

class PatternParser {
  fault: PatternFault | null = null;
  readonly #source: string;
  readonly #flags: string;
  readonly #unicode: boolean;
  readonly #atoms = new Map<string, Atom>();
  #at = 0;
  #depth = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags;
    this.#unicode = flags.includes('u');
  }

  whole(): Node {
    if (this.#source.length > MAX_SOURCE) {
      this.#wrong(MAX_SOURCE, this.#source.length, `it has more than ${MAX_SOURCE} characters`);
    }
    const tree = this.#either();
    if (this.#at < this.#source.length) this.#wrong(this.#at, this.#at + 1, 'there is no ( for this )');
    return tree;
  }

  /** Records a fault; the first one counts, what follows is skipped. */
  #wrong(start: number, end: number, message: string): void {
    this.fault ??= { start, end, message };
    this.#at = this.#source.length;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found) this.#at += found[0].length;
    return found;
  }

  #isAt(pattern: RegExp, at: number): boolean {
    pattern.lastIndex = at;
    return pattern.test(this.#source);
  }

  #either(): Node {
    const parts = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at++;
      parts.push(this.#sequence());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at]!)) parts.push(this.#term());
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  #term(): Node {
    const start = this.#at;
    const part = this.#single();
    const before = this.#at;
    const quantifier = this.#take(QUANTIFIER);
    if (!quantifier) return part;
    if (this.#isAt(ASSERTION, start)) {
      this.#wrong(before, this.#at, `there is nothing to repeat before ${quantifier[0]}`);
    }
    const [, sign, least, comma, most, lazy] = quantifier;
    const counted = [Number(least), comma === '' ? Number(least) : most === '' ? Infinity : Number(most)] as const;
    const [min, max] = sign === undefined ? counted : SIMPLE[sign as keyof typeof SIMPLE];
    if (min > max) this.#wrong(before, this.#at, `${quantifier[0]} has its larger number first`);
    const end = this.#at;
    return { kind: 'repeat', part, min, max, greedy: lazy === '', crossesLines: crossesLines(part), start, end };
  }

  #single(): Node {
    const start = this.#at;
    const quantifier = this.#take(QUANTIFIER);
    if (quantifier) this.#wrong(start, this.#at, `there is nothing to repeat before ${quantifier[0]}`);
    switch (this.#source[start]) {
      case '(':
        return this.#group();
      case '^':
        this.#at++;
        return { kind: 'assertion', what: 'start' };
      case '$':
        this.#at++;
        return { kind: 'assertion', what: 'end' };
      case '[': {
        const found = this.#take(CLASS);
        if (!found) this.#wrong(start, this.#source.length, 'the closing ] is missing');
        return this.#atom(found?.[0] ?? '', start, false);
      }
      case '\\':
        return this.#escape();
      default: {
        const code = this.#unicode ? this.#source.codePointAt(start) : this.#source.charCodeAt(start);
        const text = this.#unicode ? String.fromCodePoint(code ?? 0) : String.fromCharCode(code ?? 0);
        this.#at += text.length;
        return this.#atom(text, start, !'.{}]'.includes(text));
      }
    }
  }

  #group(): Node {
    const start = this.#at;
    const [opening] = this.#take(GROUP)!;
    if (opening === '(' && this.#source[this.#at] === '?')
      this.#wrong(start, start + 3, 'this kind of group is unknown');
    if (++this.#depth > MAX_DEPTH) this.#wrong(start, this.#at, `more than ${MAX_DEPTH} groups lie in each other`);
    const part = this.#either();
    this.#depth--;
    if (this.#source[this.#at] === ')') this.#at++;
    else this.#wrong(start, this.#source.length, 'the closing ) is missing');
    return /[=!]$/.test(opening) ? { kind: 'look-around', part, start, end: this.#at } : part;
  }

  #escape(): Node {
    const start = this.#at;
    const [written] = this.#take(this.#unicode ? UNICODE_ESCAPE : ESCAPE) ?? ['\\'];
    if (written === '\\') this.#wrong(start, start + 1, 'a character is missing after \\');
    if (/^\\[1-9k]/.test(written)) {
      this.#wrong(start, this.#at, `the back-reference ${written} is not searched: it may take for ever`);
    }
    if (/^\\c$/.test(written)) this.#wrong(start, this.#at, 'a letter is missing after \\c');
    if (written === '\\0' && this.#isAt(/\d/y, this.#at)) {
      this.#wrong(start, this.#at + 1, 'a character in octal is not understood: write \\x and two digits');
    }
    if (/^\\b$/.test(written)) return { kind: 'assertion', what: 'boundary' };
    if (/^\\B$/.test(written)) return { kind: 'assertion', what: 'inside' };
    return this.#atom(written, start, false);
  }

  #atom(source: string, start: number, literal: boolean): Node {
    const known = this.#atoms.get(source);
    if (known) return known;
    let crosses = source === '\n';
    if (!literal && this.fault === null) {
      try {
        crosses = atomPattern(source, this.#flags).test('\n');
      } catch (error) {
        this.#wrong(start, this.#at, errorText(error));
      }
    }
    const atom: Atom = { kind: 'atom', source, literal, crossesLines: crosses };
    this.#atoms.set(source, atom);
    return atom;
  }
}

/** V8's pattern of one character that is the atom. */
export function atomPattern(source: string, flags: string): RegExp {
  return new RegExp(`^(?:${source})$`, flags.replace(/[gmy]/g, ''));
}

function crossesLines(node: Node): boolean {
  switch (node.kind) {
    case 'atom':
    case 'repeat':
      return node.crossesLines;
    case 'sequence':
    case 'either':
      return node.parts.some(crossesLines);
    case 'assertion':
    case 'look-around':
      return false;
  }
}
