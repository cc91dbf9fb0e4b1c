/**
 * A value that is still being typed finds what begins with it, so that a list narrows with every letter instead of being
 * empty until the last: `num 566` is `num 566 566*`, `status 4` is `status 4xx`, `state rej` is `state rejected`. Text that is
 * searched in part narrows by itself. What is left out (`not num 566`), compared (`> 3`) or named (`has diversion`) is taken as it
 * stands: its beginnings would empty the list.
 */
import { fieldAtEnd } from './caret.js';
import { type Field, FIELD_NAMES, fieldOf } from './fields.js';
import { isPlainWord, tokens } from './lexer.js';
import { parse } from './parse.js';
import { NONE, wordsOf } from './stand-ins.js';
import type { Query, Value } from './tree.js';
import { isNumber } from '../values/numbers.js';
import { valueFault } from '../values/values.js';
import { hasWildcard } from '../values/wildcards.js';

/** A text with the word at `start` taken as a beginning; the text itself where that changes nothing. */
export function withBeginning(text: string, start: number): string {
  const cut = tokens(text).tokens;
  const place = cut.findIndex(token => token.start === start);
  const token = cut[place];
  if (token?.kind !== 'word' || fieldOf(token.text) !== null) return text;
  const before = cut.slice(0, place);
  const last = before.at(-1);
  const comparison = last?.kind === 'compare' ? last.text : '';
  if (comparison !== '' && comparison !== '=') return text;
  const { field, hasValue } = fieldAtEnd(before);
  if (field !== null && hasValue && beginsTerm(token.text)) return text;
  const value: Value = { ...token, form: 'word', flags: '', comparison };
  const meant = field === null ? bareBeginning(value) : beginningOf(field, value);
  if (meant === null) return text;
  const whole = text.slice(0, start) + meant + text.slice(token.end);
  const parsed = parse(whole);
  return 'fault' in parsed || isExcluded(parsed.tree, start) ? text : whole;
}

/** Whether a word after a value may as well be the beginning of the next term. */
function beginsTerm(word: string): boolean {
  const typed = word.toLowerCase();
  return [...FIELD_NAMES, 'and', 'or', 'not', 'message', 'off'].some(known => known.startsWith(typed));
}

/** Digits without a field, and addresses; other words are searched in part. */
function bareBeginning({ text }: Value): string | null {
  return isNumber(text) || /^[\d.]+:\d*$/.test(text) ? starred(text) : null;
}

function beginningOf(field: Field, value: Value): string | null {
  const { text, comparison } = value;
  const isRight = valueFault(field, value) === null;
  const whole = (begin: string | null) => begin && (isRight ? `${text} ${begin}` : begin);
  if (isRight && text.toLowerCase() === NONE) return null;
  switch (field.type) {
    case 'number':
    case 'party':
      return /[@:;]/.test(text) ? null : whole(starred(text));
    case 'address':
      return text.includes('/') ? null : whole(starred(text));
    case 'count':
      return /^\d+$/.test(text) ? whole(starred(text)) : null;
    case 'method':
      return whole(starred(text));
    case 'status':
      return digitsFilled(text) ?? wordsBegun(field, text);
    case 'outcome':
      return digitsFilled(text) ?? (isRight ? null : wordsBegun(field, text));
    case 'word':
    case 'duration':
    case 'time':
      return isRight ? null : wordsBegun(field, text);
    case 'presence':
      return field.words.length > 0 && !isRight ? starred(text) : null;
    case 'text':
      return comparison === '=' || isWholeWord(field) ? whole(starred(text)) : null;
  }
}

/** Codecs are the one kind of text that is not searched in part. */
function isWholeWord({ ask }: Field): boolean {
  return 'text' in ask && ask.text === 'codecs';
}

function starred(word: string): string | null {
  const begin = `${word}*`;
  return hasWildcard(word) || /\\|\.\./.test(word) || !isPlainWord(begin) ? null : begin;
}

/** "4xx" for "4". */
function digitsFilled(word: string): string | null {
  return /^[1-9]\d?$/.test(word) ? word.padEnd(3, 'x') : null;
}

function wordsBegun(field: Field, word: string): string | null {
  const typed = word.toLowerCase();
  return (
    wordsOf(field)
      .filter(known => known.toLowerCase().startsWith(typed))
      .join(' ') || null
  );
}

/** Whether the term at an offset is one whose conversations are left out. */
function isExcluded(tree: Query, at: number): boolean {
  if (tree.kind === 'not') return !isExcluded(tree.part, at) && hasTermAt(tree.part, at);
  if ('parts' in tree) return tree.parts.some(part => isExcluded(part, at));
  return 'part' in tree && isExcluded(tree.part, at);
}

function hasTermAt(tree: Query, at: number): boolean {
  if (tree.kind === 'term') return tree.start <= at && at <= tree.end;
  if ('parts' in tree) return tree.parts.some(part => hasTermAt(part, at));
  return 'part' in tree && hasTermAt(tree.part, at);
}
