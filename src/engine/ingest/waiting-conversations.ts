/**
 * Conversations that wait for an answer. Their state becomes "unanswered" by the clock, without a message that would
 * mark them as changed: so they are looked at again when reading ends, and once a second while a query asks for states.
 */
import { CONVERSATION } from '../../conversations/conversation-table.js';
import type { Conversations } from '../../conversations/conversations.js';
import { STATE } from '../../conversations/states.js';
import type { RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import type { DerivedTables } from './derived-tables.js';

const INTERVAL_MS = 1000;

export class WaitingConversations {
  readonly #index: CurrentIndex;
  readonly #derived: DerivedTables;
  #lookedMs = 0;

  constructor(index: CurrentIndex, derived: DerivedTables) {
    this.#index = index;
    this.#derived = derived;
  }

  /** Looks again, but at most once a second. */
  followClock(): void {
    if (performance.now() < this.#lookedMs + INTERVAL_MS) return;
    this.#lookedMs = performance.now();
    this.lookAgain();
  }

  /** Marks all that wait as changed. */
  lookAgain(): void {
    this.#derived.changed([...waiting(this.#index.current.conversations)]);
  }
}

function* waiting({ table, rows }: Conversations): Generator<RowId> {
  for (const row of rows) {
    const state = table.state.get(row);
    const waits = state === STATE.Calling || state === STATE.Pending;
    if (waits && !table.has(row, CONVERSATION.Final)) yield row;
  }
}
