/**
 * Rows of the list with what the tables alone do not hold: header columns, where a number was found, and the URIs of
 * From and To.
 */
import type { RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import type { ConversationRow } from '../protocol/rows.js';
import type { DiagnosisRows } from '../diagnosis/diagnosis-rows.js';
import type { HeaderColumns } from '../search/header-columns.js';
import type { Search } from '../search/search.js';
import { firstUris } from '../sources/first-uris.js';

export class ConversationRows {
  readonly #index: CurrentIndex;
  readonly #headerColumns: HeaderColumns;
  readonly #search: Search;
  readonly #diagnosisRows: DiagnosisRows;

  constructor(index: CurrentIndex, headerColumns: HeaderColumns, search: Search, diagnosisRows: DiagnosisRows) {
    this.#index = index;
    this.#headerColumns = headerColumns;
    this.#search = search;
    this.#diagnosisRows = diagnosisRows;
  }

  /** @param headers Names of the header columns wanted, in the order of `cells`. */
  row(index: RowId, headers: readonly string[], withUris: boolean): ConversationRow {
    return this.rows([index], headers, withUris)[0]!;
  }

  rows(indexes: readonly RowId[], headers: readonly string[], withUris: boolean): ConversationRow[] {
    const rows = indexes.map(index => {
      const row = this.#index.current.tableRows.of(index);
      row.cells = headers.map(name => this.#headerColumns.of(name).value(index));
      row.found = this.#search.found(index);
      row.verdict = this.#diagnosisRows.verdict(index);
      return row;
    });
    if (!withUris) return rows;
    let at = 0;
    for (const { From, To } of firstUris(this.#index.current, indexes)) {
      rows[at]!.fromUri = From;
      rows[at++]!.toUri = To;
    }
    return rows;
  }
}
