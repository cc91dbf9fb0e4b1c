/**
 * The catalogue: everything about a field in one entry. The filter (parser, completion, help), sort orders, columns,
 * the check of the settings, `list --json` and the README's table read it, and so will whatever comes next (CSV, a
 * report).
 */
import { ASKED_FIELDS } from './asked-fields.js';
import { CONVERSATION_FIELDS } from './conversation-fields.js';
import type { Entry } from './field.js';
import type { RowId } from './ids.js';
import { NUMBER_FIELDS } from './number-fields.js';

type ConversationField = (typeof CONVERSATION_FIELDS)[number];
type CarriedField = Extract<ConversationField, { key: string }>;

/** Where values come from, with the column names of the entries: the compiler checks them against the tables. */
export type Source = CarriedField['value'];

/** An entry as its readers see it. */
export interface Field extends Omit<Entry, 'value'> {
  value?: Source;
}

/** In the order help lists them and `list --json` prints them. */
export const FIELDS: readonly Field[] = [...NUMBER_FIELDS, ...CONVERSATION_FIELDS, ...ASKED_FIELDS];

/** Names of fields whose value is an id of a text, and of those whose value is a figure. */
export type TextName = Extract<CarriedField, { value: { in: string } }>['name'];
export type FigureName = Exclude<CarriedField, { value: { in: string } | { uriOf: string } }>['name'];

/** What conversations are sorted by. */
export type SortName = TextName | FigureName;

type Known<F> = F extends { type: 'count'; value: { computed: 'row' | 'call' } }
  ? RowId
  : F extends { type: 'count' | 'duration' | 'time' | 'status' }
    ? number
    : F extends { value: { query: string } }
      ? string
      : F extends { type: 'word'; words: readonly (infer Word)[] }
        ? Word
        : string;

type ValueOf<F> = F extends { always: true } ? Known<F> : Known<F> | null;

/** The values of a conversation as its row carries them: durations in ms, times in µs. */
export type ConversationValues = { [F in CarriedField as F['key']]: ValueOf<F> };

/** A row: the values, and the sentences shown instead of some of them. */
type Row = ConversationValues & Record<NonNullable<Entry['shows']>, string>;

/** The value of a field in a row, for comparing. Null if unknown. */
export function valueIn(row: ConversationValues, { key }: Field): string | number | null {
  // The keys are those of the entries the type is made from.
  return row[key as keyof ConversationValues];
}

/** The text or figure a row shows and prints for a field. */
export function shownIn(row: Row, field: Field): string | number | null {
  return field.shows ? row[field.shows] : valueIn(row, field);
}
