/**
 * Rows of the list with what the tables alone do not hold: header columns, where a number was found, and the URIs of
 * From and To.
 */
import type { RowId } from '../../model/ids.js';
import { parseAddress } from '../../sip/headers/address.js';
import { headerValue, parseMessage } from '../../sip/message/message.js';
import type { CurrentIndex } from '../capture-index.js';
import type { ConversationRow } from '../protocol/rows.js';
import type { HeaderColumns } from '../search/header-columns.js';
import type { Search } from '../search/search.js';

export class ConversationRows {
  readonly #index: CurrentIndex;
  readonly #headerColumns: HeaderColumns;
  readonly #search: Search;

  constructor(index: CurrentIndex, headerColumns: HeaderColumns, search: Search) {
    this.#index = index;
    this.#headerColumns = headerColumns;
    this.#search = search;
  }

  /** @param headers Names of the header columns wanted, in the order of `cells`. */
  row(index: RowId, headers: readonly string[], withUris: boolean): ConversationRow {
    const row = this.#index.current.tableRows.of(index);
    row.cells = headers.map(name => this.#headerColumns.of(name).value(index));
    row.found = this.#search.found(index);
    if (withUris) Object.assign(row, this.#uris(index));
    return row;
  }

  #uris(index: RowId): Pick<ConversationRow, 'fromUri' | 'toUri'> {
    const { conversations, reader } = this.#index.current;
    const bytes = reader.bytes(conversations.table.firstMessage.get(index));
    if ('gone' in bytes) return { fromUri: null, toUri: null };
    const message = parseMessage(bytes);
    const uri = (header: string) => parseAddress(headerValue(message, header) ?? '')?.uri || null;
    return { fromUri: uri('From'), toUri: uri('To') };
  }
}
