/** What is being written at the caret: the word, the tokens before it, and the field whose value the word is. */
import { type Field, fieldOf } from './fields.js';
import { type Token, tokens } from './lexer.js';

/** The word the caret is in or after, and the tokens before it. */
export function wordAtCaret(text: string, caret: number): { before: Token[]; from: number; prefix: string } {
  const cut = tokens(text.slice(0, caret));
  if (cut.fault !== null) {
    const open = text[cut.fault.start] === '"' ? 1 : 0;
    return { before: cut.tokens, from: cut.fault.start, prefix: text.slice(cut.fault.start + open, caret) };
  }
  const last = cut.tokens.at(-1);
  if (last?.end !== caret || (last.kind !== 'word' && last.kind !== 'join')) {
    return { before: cut.tokens, from: caret, prefix: '' };
  }
  return { before: cut.tokens.slice(0, -1), from: last.start, prefix: text.slice(last.start, caret) };
}

/** The field whose values follow these tokens. */
export function fieldAtEnd(before: readonly Token[]): { field: Field | null; hasValue: boolean } {
  let field: Field | null = null;
  let hasValue = false;
  for (const token of before) {
    if (token.kind === 'compare') continue;
    const isValue = token.kind === 'quoted' || token.kind === 'regex' || token.kind === 'word';
    const named = token.kind === 'word' ? fieldOf(token.text) : null;
    const nameWanted = field?.type === 'presence' && !hasValue;
    if (named !== null && !nameWanted) {
      field = named.field;
      hasValue = false;
    } else if (isValue && field !== null) hasValue = true;
    else field = null;
  }
  return field?.type === 'presence' && hasValue ? { field: null, hasValue: true } : { field, hasValue };
}
