/**
 * The nodes of a parsed query. Values keep the words as they were written; the field decides what a word means
 * (values.ts).
 */

/** Comparison before a value; '' for none. */
export type Comparison = '' | '=' | '>' | '>=' | '<' | '<=';

/** Offsets in the text the node was parsed from. */
export interface Span {
  start: number;
  end: number;
}

export interface Value extends Span {
  /** A word may have wildcards, ranges and units; quoted text is literal; a regex is `/text/flags`. */
  form: 'word' | 'quoted' | 'regex';
  text: string;
  /** Flags of a regex; '' otherwise. */
  flags: string;
  comparison: Comparison;
}

export interface Term extends Span {
  kind: 'term';
  /** A name of fields.ts; null for a bare word. */
  field: string | null;
  /** The header of `header.NAME`, as written; null for other fields. */
  header: string | null;
  /** Alternatives; at least one. */
  values: readonly Value[];
}

export type Query =
  /** Matches every conversation: the empty query. */
  | { kind: 'all' }
  | Term
  /** At least two parts, none of the same kind. */
  | { kind: 'and' | 'or'; parts: readonly Query[] }
  | { kind: 'not'; part: Query }
  /** One message matches all of it. */
  | { kind: 'message'; part: Query }
  /** Switched off: kept in the text, without effect. */
  | { kind: 'off'; part: Query };

/** Joins parts: no part matches everything, a single one is itself, nested ones of the same kind are flattened. */
export function join(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const flat = parts.flatMap(part => (part.kind === kind ? part.parts : part.kind === 'all' ? [] : [part]));
  if (flat.length === 0) return { kind: 'all' };
  return flat.length === 1 ? flat[0]! : { kind, parts: flat };
}
