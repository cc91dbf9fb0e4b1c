/**
 * Any header as a column: its value in the first message of a conversation that has it. A value is read from the
 * message when its row is shown, and for all conversations, in the background, when the list is sorted by it.
 */
import type { RowId } from '../../model/ids.js';
import { Int32Column } from '../../tables/columns.js';
import type { Conversations } from '../../conversations/conversations.js';
import type { Derived } from '../../conversations/derived.js';
import { Interner } from '../../tables/interner.js';
import { headerValue, parseMessage } from '../../sip/message/message.js';
import type { CurrentIndex } from '../capture-index.js';
import { textRanks } from './ranks.js';
import type { MessageReader } from '../sources/message-reader.js';

/** What a cell holds before it was read, and where there is no value; else the value's id + 1. */
const UNREAD = 0;
const ABSENT = -1;
/** A value is shown in one line of a list: more of it is in the message. */
const MAX_CHARACTERS = 1000;

/** The header columns that were asked for so far. */
export class HeaderColumns implements Derived {
  readonly #index: CurrentIndex;
  readonly #columns = new Map<string, HeaderColumn>();

  constructor(index: CurrentIndex) {
    this.#index = index;
  }

  /** The column of a header, made on first use; case does not count. Valid until the tables are replaced. */
  of(name: string): HeaderColumn {
    const key = name.toLowerCase();
    let column = this.#columns.get(key);
    if (!column) {
      const { conversations, reader } = this.#index.current;
      column = new HeaderColumn(name, conversations, reader);
      this.#columns.set(key, column);
    }
    return column;
  }

  changed(rows: readonly RowId[]): void {
    for (const column of this.#columns.values()) column.lookAgain(rows);
  }

  gone(rows: readonly RowId[]): void {
    for (const column of this.#columns.values()) column.forget(rows);
  }

  cleared(): void {
    this.#columns.clear();
  }
}

export class HeaderColumn {
  readonly name: string;
  readonly #conversations: Conversations;
  readonly #reader: MessageReader;
  readonly #cells = new Int32Column<RowId>();
  /** Values repeat. */
  readonly #values = new Interner();

  constructor(name: string, conversations: Conversations, reader: MessageReader) {
    this.name = name;
    this.#conversations = conversations;
    this.#reader = reader;
  }

  /** Value in a conversation; null if it has no such header. Reads one message the first time. */
  value(row: RowId): string | null {
    const cell = this.#cell(row);
    return cell === ABSENT ? null : this.#values.text(cell - 1);
  }

  /** Reads all conversations, in steps, and returns a key by row that sorts as the texts do: NaN where absent. */
  *sortKey(progress: (share: number) => void): Generator<undefined, (row: RowId) => number> {
    const { rows } = this.#conversations;
    let read = 0;
    for (const row of rows) {
      this.#cell(row);
      if (++read % 64 === 0) {
        progress(read / rows.count);
        yield;
      }
    }
    const ranks = yield* textRanks(this.#values.count, id => this.#values.text(id));
    return row => {
      const cell = this.#cell(row);
      return cell === ABSENT ? Number.NaN : (ranks[cell - 1] ?? Number.NaN);
    };
  }

  /** A new message may bring the header where it was absent. A value once read stays. */
  lookAgain(rows: readonly RowId[]): void {
    for (const row of rows) if (this.#cells.get(row) === ABSENT) this.#cells.set(row, UNREAD);
  }

  forget(rows: readonly RowId[]): void {
    for (const row of rows) this.#cells.set(row, UNREAD);
  }

  #cell(row: RowId): number {
    let cell = this.#cells.get(row);
    if (cell === UNREAD) {
      cell = this.#read(row);
      this.#cells.set(row, cell);
    }
    return cell;
  }

  #read(row: RowId): number {
    const { messages, headerSets, names } = this.#conversations;
    const header = names.find(this.name);
    if (!this.#conversations.mightHaveHeader(row, header)) return ABSENT;
    for (const id of this.#conversations.messagesOf(row)) {
      if (!headerSets.shapeMightHave(messages.shape.get(id), header)) continue;
      const bytes = this.#reader.bytes(id);
      if ('gone' in bytes) continue;
      const value = headerValue(parseMessage(bytes), this.name);
      if (value === null) continue;
      const text = new TextEncoder().encode(value.slice(0, MAX_CHARACTERS));
      return this.#values.intern(text, 0, text.length) + 1;
    }
    return ABSENT;
  }
}
