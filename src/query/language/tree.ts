/**
 * The shape of a parsed query. In: nothing. Out: the nodes. Values keep the words as they were written; what a word means
 * is for its field to say (values.ts).
 */

/** Comparison before a value; '' where there is none. */
export type Comparison = '' | '=' | '>' | '>=' | '<' | '<=';

/** Offsets in the text the node was parsed from. */
export interface Span {
  start: number;
  end: number;
}

export interface Value extends Span {
  /** A word may hold wildcards, ranges and units; quoted text is taken as it stands; a regex is `/text/flags`. */
  form: 'word' | 'quoted' | 'regex';
  text: string;
  /** Of a regex; '' otherwise. */
  flags: string;
  comparison: Comparison;
}

export interface Term extends Span {
  kind: 'term';
  /** A name of fields.ts; null for a bare word. */
  field: string | null;
  /** The header of `header.NAME`, as written; null for other fields. */
  header: string | null;
  /** Any of them. At least one. */
  values: readonly Value[];
}

export type Query =
  /** Every conversation: the empty query. */
  | { kind: 'all' }
  | Term
  /** At least two parts, none of the same kind. */
  | { kind: 'and' | 'or'; parts: readonly Query[] }
  | { kind: 'not'; part: Query }
  /** One message meets all of it. */
  | { kind: 'message'; part: Query }
  /** Switched off: kept in the text, without effect. */
  | { kind: 'off'; part: Query };

/** Joins parts: none is everything, one is itself, nested ones of the same kind are drawn in. */
export function join(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const flat = parts.flatMap(part => (part.kind === kind ? part.parts : part.kind === 'all' ? [] : [part]));
  if (flat.length === 0) return { kind: 'all' };
  return flat.length === 1 ? flat[0]! : { kind, parts: flat };
}
