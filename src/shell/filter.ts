/**
 * The filter of the prompt: terms of the query language joined by one condition. Values of one field are alternatives
 * under either condition.
 */
import { print } from '../query/language/print.js';
import type { Query } from '../query/language/tree.js';

/** Terms about one field. */
export interface Group {
  /** "srcnum", "header.Contact"; for anything but a plain term, its whole text. */
  about: string;
  /** Alternative queries with one value each: "srcnum 4151509". */
  texts: readonly string[];
}

export interface ShellFilter {
  /** Null until set: it then counts as `or`, but turns no filter on by itself. */
  condition: 'and' | 'or' | null;
  groups: readonly Group[];
}

export const NO_FILTER: ShellFilter = { condition: null, groups: [] };

/** Matches no conversation: a union of no terms. */
const NOTHING = 'index < 0';

export function isOn({ condition, groups }: ShellFilter): boolean {
  return condition !== null || groups.length > 0;
}

/** The filter in the query language; "" if every conversation matches. */
export function queryOf(filter: ShellFilter): string {
  if (!isOn(filter)) return '';
  const condition = filter.condition ?? 'or';
  if (filter.groups.length === 0) return condition === 'and' ? '' : NOTHING;
  const parts = filter.groups.map(({ texts }) => texts.join(' or '));
  return parts.length === 1 ? parts[0]! : parts.map(part => `(${part})`).join(` ${condition} `);
}

/** Splits a parsed query into groups of single values: `srcnum 1 2 has pai` is two groups, with two texts and one. */
export function groupsOf(tree: Query): Group[] {
  if (tree.kind === 'and') return tree.parts.flatMap(groupsOf);
  if (tree.kind === 'all') return [];
  if (tree.kind !== 'term' || tree.field === null) return [{ about: print(tree), texts: [print(tree)] }];
  const about = tree.header === null ? tree.field : `header.${tree.header}`;
  return [{ about, texts: tree.values.map(value => print({ ...tree, values: [value] })) }];
}

/** The filter with another group; `known` are the texts it already had. */
export function withGroup(filter: ShellFilter, added: Group): { filter: ShellFilter; known: string[] } {
  const group = filter.groups.find(({ about }) => about === added.about);
  if (group === undefined) return { filter: { ...filter, groups: [...filter.groups, added] }, known: [] };
  const known = added.texts.filter(text => group.texts.includes(text));
  const fresh = added.texts.filter(text => !known.includes(text));
  const merged = { ...group, texts: [...group.texts, ...fresh] };
  return { filter: { ...filter, groups: filter.groups.map(each => (each === group ? merged : each)) }, known };
}

/** The filter without some texts of a group (null: without the group); `missing` are those it did not have. */
export function withoutGroup(
  filter: ShellFilter,
  about: string,
  texts: readonly string[] | null,
): { filter: ShellFilter; missing: string[] } {
  const group = filter.groups.find(each => each.about === about);
  const missing = group === undefined ? (texts ?? [about]) : (texts ?? []).filter(text => !group.texts.includes(text));
  const left = texts === null ? [] : (group?.texts.filter(text => !texts.includes(text)) ?? []);
  const groups = filter.groups.flatMap(each =>
    each !== group ? [each] : left.length > 0 ? [{ ...each, texts: left }] : [],
  );
  return { filter: { ...filter, groups }, missing: missing.slice() };
}

/** The filter as the commands that build it. */
export function filterLines(filter: ShellFilter): string[] {
  if (!isOn(filter)) return ['No filter: every conversation is shown.'];
  const terms = filter.groups.flatMap(({ texts }) => texts.map(text => `add ${text}`));
  return [`set condition ${filter.condition ?? 'or'}`, ...terms];
}
