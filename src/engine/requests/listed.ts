/**
 * Conversations as `list --json` prints them: an object each, whose names and meaning are a promise (docs/json.md). Their text is made
 * where the tables are, because it crosses the thread for a fraction of what a row costs; and piece by piece, because an object that is
 * only printed costs more than its text.
 */
import { outcome } from '../../conversations/outcome.js';
import { isoTime } from '../../format/times.js';
import { type Field, FIELDS, type FigureName, type TextName } from '../../model/fields.js';
import type { RowId } from '../../model/ids.js';
import type { RowValues } from '../search/row-values.js';
import type { Uris } from '../sources/first-uris.js';

/** The JSON of the value a row has for a field. */
type Print = (row: RowId, uris: Uris) => string;

/** Texts remembered of each field; a power of 2. */
const REMEMBERED = 256;

/** Prints rows; the fields of the catalogue say what, in its order. */
export class ListedConversations {
  readonly #values: RowValues;
  /** What stands before the value of each field. */
  readonly #heads: readonly string[];
  readonly #prints: readonly Print[];

  constructor(values: RowValues) {
    const printed = FIELDS.flatMap(field => (field.json === undefined ? [] : [{ name: field.json, field }]));
    this.#values = values;
    this.#heads = printed.map(({ name }, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`);
    this.#prints = printed.map(({ field }) => printOf(values, field));
  }

  /** The JSON of a row, on one line. */
  line(row: RowId, uris: Uris): string {
    this.#values.conversations.settleRow(row);
    let line = '';
    for (let i = 0; i < this.#heads.length; i++) line += this.#heads[i]! + this.#prints[i]!(row, uris);
    return `${line}}`;
  }
}

function printOf(values: RowValues, { name, value, type, shows }: Field): Print {
  const { conversations } = values;
  if (shows === 'outcome') return row => JSON.stringify(outcome(conversations, row, values.state(row)));
  if (value === undefined || 'query' in value) return () => 'null';
  if ('uriOf' in value) return (_, uris) => JSON.stringify(uris[value.uriOf]);
  if ('in' in value) {
    const { id, text } = values.interned(name as TextName);
    const json = lately(known => JSON.stringify(text(known)));
    return row => {
      const known = id(row);
      return known < 0 ? 'null' : json(known);
    };
  }
  const figure = values.figure(name as FigureName);
  if (type === 'time') return row => JSON.stringify(isoTime(figure(row), values.dated(row)));
  return row => {
    const known = figure(row);
    return Number.isFinite(known) ? String(known) : 'null';
  };
}

/** Remembers what was made of the latest ids: rows next to each other have many in common. */
function lately(make: (id: number) => string): (id: number) => string {
  const ids = new Int32Array(REMEMBERED).fill(-1);
  const made: string[] = new Array(REMEMBERED).fill('');
  return id => {
    const at = id & (REMEMBERED - 1);
    if (ids[at] !== id) {
      ids[at] = id;
      made[at] = make(id);
    }
    return made[at]!;
  };
}
