/**
 * The rest of a query: what the terms joined by `and` to the one being written ask for. The number beside a completion is
 * counted among those, so it is what choosing it gives.
 */
import { listTerms } from './edit.js';
import { tokens } from './lexer.js';
import { parse } from './parse.js';
import { print } from './print.js';
import { join, type Query } from './tree.js';

/** The rest of a text whose word between two offsets is being written; '' where there is none, or it is wrong. */
export function textBeside(text: string, from: number, to: number): string {
  // The word itself may not be right yet: a star is right in every field.
  const whole = `${text.slice(0, from)}*${text.slice(to)}`;
  const parsed = parse(whole + ')'.repeat(openParentheses(whole)));
  return 'fault' in parsed ? '' : print(beside(parsed.tree, from));
}

function beside(tree: Query, at: number): Query {
  switch (tree.kind) {
    case 'and': {
      const own = tree.parts.find(part => holds(part, at));
      return join(
        'and',
        tree.parts.map(part => (part === own ? beside(part, at) : part)),
      );
    }
    case 'or': {
      // Alternatives add to what is found, whatever the others find.
      const own = tree.parts.find(part => holds(part, at));
      return own === undefined ? { kind: 'all' } : beside(own, at);
    }
    case 'not':
    case 'off':
      return beside(tree.part, at);
    default:
      return { kind: 'all' };
  }
}

function holds(tree: Query, at: number): boolean {
  return listTerms(tree).some(({ start, end }) => start <= at && at <= end);
}

function openParentheses(text: string): number {
  const kinds = tokens(text).tokens.map(({ kind }) => kind);
  const closed = kinds.filter(kind => kind === 'close').length;
  return Math.max(0, kinds.filter(kind => kind === 'open').length - closed);
}
