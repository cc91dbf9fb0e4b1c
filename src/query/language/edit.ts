/**
 * Edits a query term by term, for the keys of the editor and the commands of the shell. Terms are named by their
 * position among the terms; print the new tree to get its text.
 */
import { fieldNamed, fieldOf } from './fields.js';
import { type Parsed, parse } from './parse.js';
import { literal, print } from './print.js';
import { asksNone, NONE } from './stand-ins.js';
import { join, type Query, type Term } from './tree.js';

/** One term of a query as the editor lists it. */
export interface ListedTerm {
  /** Where it is in the text the tree was parsed from. */
  start: number;
  end: number;
  /** The term alone, a query by itself: for the count beside it. */
  text: string;
  /** The query for those a comparison cannot find, because they have no such value; null where nothing is compared. */
  without: string | null;
  negated: boolean;
  /** Switched off. */
  off: boolean;
}

/** A term with the `not`s and `off`s directly around it. */
interface Unit {
  term: Term;
  negated: boolean;
  off: boolean;
}

function unitOf(tree: Query): Unit | null {
  if (tree.kind === 'term') return { term: tree, negated: false, off: false };
  if (tree.kind !== 'not' && tree.kind !== 'off') return null;
  const inner = unitOf(tree.part);
  if (inner === null) return null;
  return tree.kind === 'off' ? { ...inner, off: true } : { ...inner, negated: !inner.negated };
}

function treeOf({ term, negated, off }: Unit): Query {
  const changed: Query = negated ? { kind: 'not', part: term } : term;
  return off ? { kind: 'off', part: changed } : changed;
}

/** Every term, from left to right. */
export function listTerms(tree: Query): ListedTerm[] {
  const unit = unitOf(tree);
  if (unit !== null) {
    const { term, negated, off } = unit;
    return [{ start: term.start, end: term.end, text: print(term), without: withoutValue(term), negated, off }];
  }
  if ('parts' in tree) return tree.parts.flatMap(listTerms);
  if (!('part' in tree)) return [];
  const inside = listTerms(tree.part);
  if (tree.kind === 'off') return inside.map(term => ({ ...term, off: true }));
  return tree.kind === 'not' ? inside : inside.map(term => ({ ...term, text: `message(${term.text})`, without: null }));
}

function withoutValue({ field, values }: Term): string | null {
  const known = field === null ? null : fieldNamed(field);
  if (known === null || known.type !== 'duration') return null;
  return values.some(value => value.text === '*' || asksNone(known, value)) ? null : `${field} ${NONE}`;
}

/** Negates the term at `position`. */
export function negateTerm(tree: Query, position: number): Query {
  return changeUnit(tree, position, unit => treeOf({ ...unit, negated: !unit.negated }));
}

/** Switches the term at `position` off, or on again. */
export function switchTerm(tree: Query, position: number): Query {
  return changeUnit(tree, position, unit => treeOf({ ...unit, off: !unit.off }));
}

/** Removes the term at `position`, and what is empty without it. */
export function removeTerm(tree: Query, position: number): Query {
  return changeUnit(tree, position, () => ({ kind: 'all' }));
}

function changeUnit(tree: Query, position: number, change: (unit: Unit) => Query): Query {
  const unit = unitOf(tree);
  if (unit !== null) return position === 0 ? change(unit) : tree;
  if ('parts' in tree) {
    let left = position;
    const parts = tree.parts.map(part => {
      const terms = listTerms(part).length;
      const changed = left >= 0 && left < terms ? changeUnit(part, left, change) : part;
      left -= terms;
      return changed;
    });
    return join(tree.kind, parts);
  }
  if (!('part' in tree)) return tree;
  const part = changeUnit(tree.part, position, change);
  return part.kind === 'all' ? part : { ...tree, part };
}

/** The text with another query joined to it, or the fault of whichever of the two is wrong. */
export function append(
  text: string,
  kind: 'and' | 'or',
  addition: string,
): { text: string } | (Parsed & { fault: object }) {
  const before = parse(text);
  if ('fault' in before) return before;
  const added = parse(addition);
  if ('fault' in added) return added;
  return { text: print(join(kind, [before.tree, added.tree])) };
}

/** The text with a term added. If it has the same term or its opposite already, the new term replaces that. */
export function appendTerm(text: string, addition: string): ReturnType<typeof append> {
  const parsed = parse(text);
  const added = parse(addition);
  if ('fault' in parsed) return parsed;
  if ('fault' in added) return added;
  const term = print(withoutNot(added.tree));
  const parts = parsed.tree.kind === 'and' ? parsed.tree.parts : [parsed.tree];
  const others = parts.filter(part => print(withoutNot(part)) !== term);
  return { text: print(join('and', [...others, added.tree])) };
}

function withoutNot(tree: Query): Query {
  return tree.kind === 'not' ? tree.part : tree;
}

/**
 * The text of a term that matches exactly what a cell shows. `field` is a field's name or `header.NAME`; null stands
 * for an empty cell.
 */
export function termFor(field: string, value: string | null): string {
  if (value === null || value === '') return `${field} ${NONE}`;
  const type = fieldOf(field)?.field.type;
  return `${field} ${type === 'text' || type === 'outcome' ? '= ' : ''}${literal(value)}`;
}
