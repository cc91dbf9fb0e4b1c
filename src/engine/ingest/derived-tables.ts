/**
 * The register of everything computed from conversations. Each table is notified of what changed, what was evicted and that
 * all was cleared, in the order they were added: a table may read those added before it.
 */
import type { Derived } from '../../conversations/derived.js';
import type { RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';

export class DerivedTables {
  readonly #index: CurrentIndex;
  readonly #tables: Derived[] = [];

  constructor(index: CurrentIndex) {
    this.#index = index;
  }

  /** Registers a table, before anything is read, and returns it. */
  add<Table extends Derived>(table: Table): Table {
    this.#tables.push(table);
    return table;
  }

  /** Tells of the conversations that received messages since the last call. */
  flush(): void {
    this.changed(this.#index.current.conversations.takeChanged());
  }

  changed(rows: readonly RowId[]): void {
    const { conversations } = this.#index.current;
    for (const table of this.#tables) table.changed(rows, conversations);
  }

  /** Tells the tables behind one, which may read it, that it changed what it holds of conversations. */
  changedBehind(table: Derived, rows: readonly RowId[]): void {
    const { conversations } = this.#index.current;
    for (const each of this.#tables.slice(this.#tables.indexOf(table) + 1)) each.changed(rows, conversations);
  }

  gone(rows: readonly RowId[]): void {
    const { conversations } = this.#index.current;
    for (const table of this.#tables) table.gone(rows, conversations);
  }

  cleared(): void {
    for (const table of this.#tables) table.cleared();
  }
}
