/**
 * Parses a query into its tree, or into a fault that says what was expected where, with the nearest known word.
 * Never throws.
 *
 *   query   = [ either ]
 *   either  = both { "or" both }
 *   both    = unary { [ "and" ] unary }
 *   unary   = "not" unary | "(" either ")" | "message(" either ")" | "off(" either ")" | term
 *   term    = field { [ comparison ] value } | value
 */
import { quoted } from '../../format/excerpts.js';
import { didYouMean, nearestWord, type QueryFault } from './fault.js';
import { FIELD_NAMES, type Field, fieldOf } from './fields.js';
import { type Token, tokens } from './lexer.js';
import { isClock, isDate } from '../values/moments.js';
import { MAX_WEIGHT } from '../../patterns/pattern.js';
import { faultyPart, searchWeight } from '../values/reading.js';
import { textTest } from '../values/texts.js';
import { wordsOf } from './stand-ins.js';
import { join, type Query, type Span, type Value } from './tree.js';
import { valueFault } from '../values/values.js';

export type Parsed = { tree: Query } | { fault: QueryFault };

/** Nesting limit of parentheses and `not`s. */
const MAX_DEPTH = 100;

/** The tree of a text; an empty text is the query that matches every conversation. */
export function parse(text: string): Parsed {
  return new Parser(text).query();
}

class Parser {
  readonly #tokens: Token[];
  readonly #end: number;
  readonly #lexical: QueryFault | null;
  #next = 0;
  #depth = 0;
  #inMessage = false;
  /** Of the regular expressions of the term, or of all in the message(…). */
  #weight = 0;
  #fault: QueryFault | null = null;

  constructor(text: string) {
    const cut = tokens(text);
    this.#tokens = cut.tokens;
    this.#lexical = cut.fault;
    this.#end = text.length;
  }

  query(): Parsed {
    const tree = this.#tokens.length === 0 ? join('and', []) : this.#either();
    const left = this.#peek();
    if (left) this.#wrong(left, left.kind === 'close' ? 'there is no ( for this )' : this.#wanted());
    // Of a parse fault and a lexical one, the user should fix the earlier first.
    const first = this.#fault !== null && !this.#fault.unfinished ? this.#fault : (this.#lexical ?? this.#fault);
    return first === null ? { tree } : { fault: first };
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  /** Records a fault; the first one counts, what follows is skipped. */
  #wrong(at: { start: number; end: number }, message: string, unfinished = false): void {
    this.#fault ??= { start: at.start, end: at.end, message, unfinished };
    this.#next = this.#tokens.length;
  }

  /** Records that something is missing at the end of the text. */
  #missing(message: string): void {
    this.#wrong({ start: this.#end, end: this.#end }, message, true);
  }

  #wanted(): string {
    return 'a field, a word or ( was expected';
  }

  #either(): Query {
    const parts = [this.#both()];
    while (this.#takeJoin('or')) parts.push(this.#both());
    return join('or', parts);
  }

  #both(): Query {
    const parts = [this.#unary()];
    for (;;) {
      const token = this.#peek();
      const ends = token === undefined || token.kind === 'close' || (token.kind === 'join' && token.text === 'or');
      if (ends) return join('and', parts);
      this.#takeJoin('and');
      parts.push(this.#unary());
    }
  }

  #takeJoin(word: 'and' | 'or' | 'not'): boolean {
    const token = this.#peek();
    if (token?.kind !== 'join' || token.text !== word) return false;
    this.#next++;
    return true;
  }

  #unary(): Query {
    const token = this.#peek();
    if (token === undefined) this.#missing(this.#wanted());
    else if (++this.#depth > MAX_DEPTH) this.#wrong(token, `there are more than ${MAX_DEPTH} levels`);
    else if (this.#takeJoin('not')) return this.#deeper(() => ({ kind: 'not', part: this.#unary() }));
    else if (token.kind === 'open') return this.#deeper(() => this.#group());
    else if (token.kind === 'word' && (token.text === 'message' || token.text === 'off') && this.#opensNext()) {
      const kind = token.text;
      return this.#deeper(() => this.#wrapped(kind, token));
    } else if (token.kind === 'word' || token.kind === 'quoted' || token.kind === 'regex') {
      return this.#deeper(() => this.#term(token));
    } else this.#wrong(token, this.#wanted());
    return { kind: 'all' };
  }

  #deeper(read: () => Query): Query {
    const read_ = read();
    this.#depth--;
    return read_;
  }

  #opensNext(): boolean {
    return this.#tokens[this.#next + 1]?.kind === 'open';
  }

  #wrapped(kind: 'message' | 'off', token: Token): Query {
    this.#next++;
    if (kind === 'off') return { kind, part: this.#group() };
    if (this.#inMessage) this.#wrong(token, 'a message( ) cannot hold another');
    this.#inMessage = true;
    this.#weight = 0;
    const part = this.#group();
    this.#inMessage = false;
    return { kind, part };
  }

  #group(): Query {
    this.#next++;
    const inside = this.#either();
    const close = this.#peek();
    if (close === undefined) this.#missing('a closing ) was expected');
    else if (close.kind === 'close') this.#next++;
    else this.#wrong(close, 'a closing ) was expected');
    return inside;
  }

  #term(token: Token & { kind: 'word' | 'quoted' | 'regex' }): Query {
    const named = token.kind === 'word' ? fieldOf(token.text) : null;
    if (named === null) return this.#bare(token);
    this.#next++;
    if (named.header !== null && !/^[!-9;-~]+$/.test(named.header)) {
      if (named.header === '') this.#wrong(token, 'the name of a header was expected: header.contact', true);
      else this.#wrong(token, 'a header’s name has letters, digits and dashes only');
    }
    if (!this.#inMessage) this.#weight = 0;
    const excluded = this.#takeNotEqual();
    const values = this.#values(named.field, excluded !== null);
    const end = values.at(-1)?.end ?? token.end;
    if (values.length === 0) this.#noValue(token, named.field);
    const { name } = named.field;
    const term: Query = { kind: 'term', field: name, header: named.header, values, start: token.start, end };
    return excluded === null ? term : { kind: 'not', part: term };
  }

  /** `status != 200` is `not status = 200`. */
  #takeNotEqual(): Token | null {
    const token = this.#peek();
    if (token?.kind !== 'compare' || token.text !== '!=') return null;
    this.#next++;
    return token;
  }

  #values(field: Field, equal: boolean): Value[] {
    const values: Value[] = [];
    let comparison: Value['comparison'] = equal ? '=' : '';
    for (;;) {
      const sign = this.#peek();
      if (sign?.kind === 'compare') {
        if (sign.text === '!=') return this.#stop(sign, '!= goes before the first value only', values);
        this.#next++;
        comparison = sign.text;
        const compared = values.filter(value => value.comparison !== '').map(value => value.comparison);
        if (compared.length > 0 && [...compared, sign.text].some(isOrder)) {
          return this.#stop(sign, 'only one comparison; both ends are a range: 3..9', values);
        }
      } else if (comparison !== '=') comparison = '';
      const token = this.#peek();
      const only = field.type === 'presence';
      if (token === undefined || !isValue(token) || (!only && this.#endsList(token))) {
        if (sign?.kind === 'compare') this.#noValue(sign, field);
        return values;
      }
      this.#next++;
      const value = this.#joined(field, readValue(token, comparison));
      const fault = valueFault(field, value);
      if (fault !== null) return this.#stop(faultyPart(value), fault, values, this.#isPartOfOne(field, value));
      this.#weigh(value);
      values.push(value);
      if (only) return values;
    }
  }

  #stop(at: { start: number; end: number }, message: string, values: Value[], unfinished = false): Value[] {
    this.#wrong(at, message, unfinished);
    return values;
  }

  /** Joins a date with the time of day after it: `since 2018-04-16 16:41`. */
  #joined(field: Field, value: Value): Value {
    const clock = this.#peek();
    if (field.type !== 'time' || value.form !== 'word' || !isDate(value.text)) return value;
    if (clock?.kind !== 'word' || !isClock(clock.text)) return value;
    this.#next++;
    return { ...value, text: `${value.text}T${clock.text}`, end: clock.end };
  }

  #endsList(token: Token): boolean {
    if (token.kind !== 'word') return false;
    return fieldOf(token.text) !== null || ((token.text === 'message' || token.text === 'off') && this.#opensNext());
  }

  /** Whether the last word of the text is still being typed: it begins one of the field's words. */
  #isPartOfOne(field: Field, value: Value): boolean {
    const typed = value.text.toLowerCase();
    return value.end === this.#end && wordsOf(field).some(word => word.toLowerCase().startsWith(typed));
  }

  #noValue(after: Token, field: Field): void {
    const next = this.#peek();
    const hint = `${after.kind === 'compare' ? after.text : field.name} needs a value: ${field.example}`;
    if (next === undefined) this.#wrong(after, hint, true);
    else if (next.kind === 'word' || next.kind === 'join') {
      const name = next.kind === 'join' ? 'an operator' : 'a field';
      this.#wrong(next, `${hint}; a value spelled like ${name} is quoted: "${next.text}"`);
    } else this.#wrong(next, hint);
  }

  #bare(token: Token & { kind: 'word' | 'quoted' | 'regex' }): Query {
    this.#next++;
    if (!this.#inMessage) this.#weight = 0;
    const sign = this.#peek();
    if (sign?.kind === 'compare') {
      this.#wrong(token, `there is no field ${quoted(token.text)}${didYouMean(token.text, FIELD_NAMES)}`);
    } else if (token.kind === 'word' && sign && isValue(sign)) this.#misspelled(token.text, token);
    const value = readValue(token, '');
    const reading = textTest(value);
    if ('expected' in reading) this.#wrong(faultyPart(value), reading.expected);
    this.#weigh(value);
    const { start, end } = token;
    return { kind: 'term', field: null, header: null, values: [value], start, end };
  }

  /** Between two terms others have their turn; what one term or message(…) asks of a message is asked at once. */
  #weigh(value: Value): void {
    this.#weight += searchWeight(value);
    if (this.#weight <= MAX_WEIGHT) return;
    const where = this.#inMessage ? 'message( )' : 'term';
    this.#wrong(value, `one ${where} has too many regular expressions: several terms may have more, joined by or`);
  }

  /** Reports a word of five letters or more that is one slip away from a field and has a value after it. */
  #misspelled(word: string, at: Span): void {
    const meant = word.length < 5 ? null : nearestWord(word, FIELD_NAMES);
    if (meant === null || !isOneSlip(word.toLowerCase(), meant)) return;
    this.#wrong(at, `there is no field ${word}; did you mean ${meant}? A word to search for is quoted`);
  }
}

function isValue(token: Token): token is Token & { kind: 'word' | 'quoted' | 'regex' } {
  return token.kind === 'word' || token.kind === 'quoted' || token.kind === 'regex';
}

function readValue(token: Token & { kind: 'word' | 'quoted' | 'regex' }, comparison: Value['comparison']): Value {
  const flags = token.kind === 'regex' ? token.flags : '';
  return { form: token.kind, text: token.text, flags, comparison, start: token.start, end: token.end };
}

/** Alternatives of order comparisons match nearly everything, which nobody means. */
function isOrder(comparison: Value['comparison']): boolean {
  return comparison !== '' && comparison !== '=';
}

/** One letter more, less or different, or two swapped. */
function isOneSlip(typed: string, meant: string): boolean {
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start++;
  const rest = typed.slice(start);
  const right = meant.slice(start);
  if (rest.slice(1) === right || rest === right.slice(1) || rest.slice(1) === right.slice(1)) return true;
  return rest[0] === right[1] && rest[1] === right[0] && rest.slice(2) === right.slice(2);
}
