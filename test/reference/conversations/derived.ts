/**
 * A table that is computed from conversations and kept up to date as they arrive, change and are evicted: a search
 * result, counts, a column read from messages. Such a table is one class that implements `Derived` and one line that
 * registers it with the engine's `DerivedTables`, which notifies it from then on.
 *
 * Row numbers are not reused: after `gone` a number never comes again, after `cleared` they start again from 0.
 */
import type { RowId } from '../model/ids.js';
import type { Conversations } from './conversations.js';

export interface Derived {
  /**
   * Look at these conversations again. They are new, or received messages, or wait for an answer that may be overdue
   * by now. Called after each batch of reading and when reading ends, so `rows` may be empty and a
   * row may come with nothing new: replace what it contributed before, never add to it.
   *
   * Called in the path of every batch (about 4 ms of reading): only start long work here, and do it in slices.
   *
   * @param rows Each row once, in no order. Valid after the call.
   * @param conversations The current tables. `cleared` replaces them, so do not keep a reference.
   */
  changed(rows: readonly RowId[], conversations: Conversations): void;

  /**
   * Forget these conversations: they are being evicted to stay below the bound of what is kept. `conversations.rows` no
   * longer has them and `messagesOf` returns none, but their columns can be read one last time.
   */
  gone(rows: readonly RowId[], conversations: Conversations): void;

  /**
   * Forget everything: a source was closed, and the tables are empty. What is still open is read again and comes as
   * `changed`.
   */
  cleared(): void;
}
