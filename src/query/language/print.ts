/** Prints a tree as text that parses to the same tree, with as few quotes and parentheses as possible. */
import { fieldOf } from './fields.js';
import { isPlainWord } from './lexer.js';
import { isStandIn } from './stand-ins.js';
import type { Query, Term, Value } from './tree.js';

/** The text of a tree; '' for the query that matches every conversation. */
export function print(tree: Query): string {
  switch (tree.kind) {
    case 'all':
      return '';
    case 'term':
      return printTerm(tree);
    case 'and':
      return tree.parts.map(part => (part.kind === 'or' ? grouped(part) : print(part))).join(' and ');
    case 'or':
      return tree.parts.map(print).join(' or ');
    case 'not':
      return `not ${tree.part.kind === 'and' || tree.part.kind === 'or' ? grouped(tree.part) : print(tree.part)}`;
    case 'message':
    case 'off':
      return `${tree.kind}${grouped(tree.part)}`;
  }
}

function grouped(tree: Query): string {
  return `(${print(tree)})`;
}

function printTerm(term: Term): string {
  const values = term.values.map(printValue).join(' ');
  if (term.field === null) return values;
  return `${term.field === 'header' ? `header.${term.header}` : term.field} ${values}`;
}

function printValue(value: Value): string {
  const comparison = value.comparison === '' ? '' : `${value.comparison} `;
  return `${comparison}${printText(value)}`;
}

function printText(value: Value): string {
  if (value.form === 'regex') return `/${value.text}/${value.flags}`;
  return value.form === 'word' ? value.text : quote(value.text);
}

/** Quoted text, which is taken literally. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A value that means exactly this text: quoted if a bare word would mean something else. */
export function literal(text: string): string {
  const plain =
    isPlainWord(text) && fieldOf(text) === null && !isStandIn(text) && !/[*\\]|\.\.|^(?:message|off)$/.test(text);
  return plain ? text : quote(text);
}
