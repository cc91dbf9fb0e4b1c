/**
 * Rows of the list with what the tables alone do not hold: header columns, where a number was found, and the URIs of
 * From and To.
 */
import type { RowId } from '../../model/ids.js';
import { firstUri } from '../../sip/headers/address.js';
import { FirstValues } from '../../sip/message/first-values.js';
import type { CurrentIndex } from '../capture-index.js';
import type { ConversationRow } from '../protocol/rows.js';
import type { HeaderColumns } from '../search/header-columns.js';
import type { Search } from '../search/search.js';

const PARTIES = ['From', 'To'];
const FROM = 0;
const TO = 1;

export class ConversationRows {
  readonly #index: CurrentIndex;
  readonly #headerColumns: HeaderColumns;
  readonly #search: Search;
  readonly #parties = new FirstValues(PARTIES);

  constructor(index: CurrentIndex, headerColumns: HeaderColumns, search: Search) {
    this.#index = index;
    this.#headerColumns = headerColumns;
    this.#search = search;
  }

  /** @param headers Names of the header columns wanted, in the order of `cells`. */
  row(index: RowId, headers: readonly string[], withUris: boolean): ConversationRow {
    return this.rows([index], headers, withUris)[0]!;
  }

  /** Several rows: their messages are read in the order in which they lie. */
  rows(indexes: readonly RowId[], headers: readonly string[], withUris: boolean): ConversationRow[] {
    const rows = indexes.map(index => {
      const row = this.#index.current.tableRows.of(index);
      row.cells = headers.map(name => this.#headerColumns.of(name).value(index));
      row.found = this.#search.found(index);
      return row;
    });
    if (withUris) this.#addUris(rows);
    return rows;
  }

  #addUris(rows: readonly ConversationRow[]): void {
    const { conversations, reader } = this.#index.current;
    const first = rows.map(({ index }) => conversations.table.firstMessage.get(index));
    let at = 0;
    for (const reread of reader.ahead().read(first)) {
      const row = rows[at++]!;
      const bytes = reader.check(reread);
      if ('gone' in bytes) continue;
      this.#parties.read(bytes);
      row.fromUri = firstUri(this.#parties.text(FROM) ?? '');
      row.toUri = firstUri(this.#parties.text(TO) ?? '');
    }
  }
}
