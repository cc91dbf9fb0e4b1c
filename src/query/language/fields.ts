/** The catalogue of fields as the filter language sees it: the fields it knows, and a field by any of its names. */
import type { Ask, Completion, FieldType } from '../../model/field.js';
import {
  type Field as CatalogueField,
  type FigureName,
  FIELDS as CATALOGUE,
  type TextName,
} from '../../model/fields.js';

export type { Completion, FieldType } from '../../model/field.js';

/** The conversation's own value, as the subject returns it. */
export type OwnValue = { text: TextName } | { figure: FigureName };

export interface Field {
  name: string;
  aliases: readonly string[];
  type: FieldType;
  /** One sentence without a full stop. */
  help: string;
  /** A whole term. */
  example: string;
  completion: Completion;
  /** The possible values, if they are few. */
  words: readonly string[];
  /** Words for several of them. */
  groups: ReadonlyMap<string, readonly string[]>;
  /** There may be no value: `none` asks for that. */
  canBeAbsent: boolean;
  /** How its terms are answered: by the conversation's own value, or otherwise. */
  ask: Ask | { own: OwnValue };
  /** Null if a conversation has no value of its own. */
  own: OwnValue | null;
  followsClock: boolean;
  followsCalls: boolean;
  followsCauses: boolean;
}

/** In the order help lists them. The first name is the one that is printed. */
export const FIELDS: readonly Field[] = CATALOGUE.flatMap(asField);

function asField(entry: CatalogueField): Field[] {
  const { filter, type, help, words = [] } = entry;
  const groups = new Map(Object.entries(entry.groups ?? {}));
  const own = ownValue(entry);
  const ask = filter?.ask ?? (own && { own });
  if (filter === undefined || ask === null) return [];
  const { names = [entry.name], example, completion } = filter;
  const { followsClock = false, followsCalls = false, followsCauses = false } = filter;
  const [name, ...aliases] = names;
  const canBeAbsent = mayBeAbsent(entry);
  const said = { name: name!, aliases, type, help, example, completion, words, groups, canBeAbsent };
  return [{ ...said, ask, own, followsClock, followsCalls, followsCauses }];
}

/** The name of a header is asked for with `has`. */
function mayBeAbsent({ type, always }: CatalogueField): boolean {
  if (type === 'presence') return false;
  return !always;
}

function ownValue({ name, value }: CatalogueField): OwnValue | null {
  if (value === undefined || 'uriOf' in value) return null;
  // The name types are derived from the same entries by the same rule.
  return 'in' in value ? { text: name as TextName } : { figure: name as FigureName };
}

const BY_NAME: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap(one => [one.name, ...one.aliases].map(name => [name, one] as const)),
);

/** Every word that names a field, without `header.NAME`. */
export const FIELD_NAMES: readonly string[] = [...BY_NAME.keys()].filter(name => name !== 'header');

/** The field a word names. Field names are lower case or capitals; `To` and `Reason` are ordinary words. */
export function fieldOf(word: string): { field: Field; header: string | null } | null {
  const header = /^header\.(.*)$/is.exec(word);
  if (header) return { field: BY_NAME.get('header')!, header: header[1]! };
  const small = word.toLowerCase();
  if (small === 'header' || (word !== small && word !== word.toUpperCase())) return null;
  const named = BY_NAME.get(small);
  return named === undefined ? null : { field: named, header: null };
}

/** The field with this name in a tree. */
export function fieldNamed(name: string): Field {
  const named = BY_NAME.get(name);
  if (named === undefined) throw new Error(`no field is called ${name}`);
  return named;
}
