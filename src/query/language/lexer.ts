/**
 * Cuts the text of a query into tokens with their offsets, up to the first fault. A word ends at white space, a
 * parenthesis or a quote; a field name also at a comparison (`status=200`).
 */
import type { QueryFault } from './fault.js';
import { fieldOf } from './fields.js';
import type { Comparison, Span } from './tree.js';

export type Token = Span &
  (
    | { kind: 'word' | 'quoted'; text: string }
    | { kind: 'regex'; text: string; flags: string }
    | { kind: 'compare'; text: Comparison | '!=' }
    | { kind: 'join'; text: 'and' | 'or' | 'not' }
    | { kind: 'open' | 'close'; text: string }
  );

/** Longest query in UTF-16 units; a longer one is a fault. */
export const MAX_QUERY = 20_000;

const SPACE = /\s*/y;
const COMPARE = /==|=|!=|>=|<=|>|</y;
const SYMBOL = /&&|\|\||!/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
const REGEX = /\/((?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+)\/([a-z]*)/y;
const WORD = /[^\s()"]+/y;
const SYMBOLS = { '&&': 'and', '||': 'or', '!': 'not' } as const;
const JOINS: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map(
  Object.entries<'and' | 'or' | 'not'>({
    and: 'and',
    AND: 'and',
    or: 'or',
    OR: 'or',
    not: 'not',
    NOT: 'not',
  }),
);

function at(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

/** Tokens up to the fault, if there is one. */
export function tokens(text: string): { tokens: Token[]; fault: QueryFault | null } {
  const found: Token[] = [];
  const stop = (start: number, end: number, message: string, unfinished = false) => ({
    tokens: found,
    fault: { start, end, message, unfinished },
  });
  if (text.length > MAX_QUERY) return stop(MAX_QUERY, text.length, `a query has at most ${MAX_QUERY} characters`);
  let position = 0;
  for (;;) {
    position += at(SPACE, text, position)![0].length;
    if (position >= text.length) return { tokens: found, fault: null };
    const next = tokenAt(text, position);
    if (next === null) {
      const message =
        text[position] === '"' ? 'the closing " is missing' : 'the closing / of the regular expression is missing';
      return stop(position, text.length, message, true);
    }
    found.push(next);
    position = next.end;
  }
}

/** The token that begins at `start`; null if it never ends. */
function tokenAt(text: string, start: number): Token | null {
  const character = text[start]!;
  const span = (length: number) => ({ start, end: start + length });
  if (character === '(') return { kind: 'open', text: '(', ...span(1) };
  if (character === ')') return { kind: 'close', text: ')', ...span(1) };
  if (character === '"') {
    const quoted = at(QUOTED, text, start);
    return quoted && { kind: 'quoted', text: quoted[1]!.replace(/\\(["\\])/g, '$1'), ...span(quoted[0].length) };
  }
  if (character === '/') {
    const regex = at(REGEX, text, start);
    return regex && { kind: 'regex', text: regex[1]!, flags: regex[2]!, ...span(regex[0].length) };
  }
  const compare = at(COMPARE, text, start)?.[0];
  if (compare !== undefined) {
    // The pattern matches only the comparisons and `==`.
    const sign = compare === '==' ? '=' : (compare as Comparison | '!=');
    return { kind: 'compare', text: sign, ...span(compare.length) };
  }
  const symbol = at(SYMBOL, text, start)?.[0];
  if (symbol !== undefined) {
    // The pattern matches only the keys of SYMBOLS.
    return { kind: 'join', text: SYMBOLS[symbol as keyof typeof SYMBOLS], ...span(symbol.length) };
  }
  const word = wordAt(text, start);
  const joined = JOINS.get(word);
  return joined === undefined
    ? { kind: 'word', text: word, ...span(word.length) }
    : { kind: 'join', text: joined, ...span(word.length) };
}

function wordAt(text: string, start: number): string {
  const word = at(WORD, text, start)![0];
  const sign = word.search(/[=<>]|!=/);
  return sign > 0 && fieldOf(word.slice(0, sign)) !== null ? word.slice(0, sign) : word;
}

/** True if the text, unquoted, is read as one word token. */
export function isPlainWord(text: string): boolean {
  const cut = tokens(text);
  const only = cut.tokens[0];
  return cut.fault === null && cut.tokens.length === 1 && only!.kind === 'word' && only!.text === text;
}
