/**
 * Any header as a column: its value in the first message of a conversation that has it. A value is read from the
 * message when its row is shown, and for all conversations, in the background, when the list is sorted by it.
 */
import type { MessageId, RowId } from '../../model/ids.js';
import { Int32Column } from '../../tables/columns.js';
import type { Conversations } from '../../conversations/conversations.js';
import type { Derived } from '../../conversations/derived.js';
import { Interner } from '../../tables/interner.js';
import { FirstValues } from '../../sip/message/first-values.js';
import type { CurrentIndex } from '../capture-index.js';
import { textRanks } from './ranks.js';
import type { Gone, MessageReader } from '../sources/message-reader.js';
import type { Reread } from '../sources/read-ahead.js';

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
  readonly #header: FirstValues;

  constructor(name: string, conversations: Conversations, reader: MessageReader) {
    this.name = name;
    this.#conversations = conversations;
    this.#reader = reader;
    this.#header = new FirstValues([name]);
  }

  /** Value in a conversation; null if it has no such header. Reads one message the first time. */
  value(row: RowId): string | null {
    const cell = this.#cell(row);
    return cell === ABSENT ? null : this.#values.text(cell - 1);
  }

  /** Reads all conversations, in steps, and returns a key by row that sorts as the texts do: NaN where absent. */
  *sortKey(progress: (share: number) => void): Generator<undefined, (row: RowId) => number> {
    const { rows } = this.#conversations;
    const ahead = this.#reader.ahead();
    let read = 0;
    for (const row of rows) {
      if (this.#cells.get(row) === UNREAD) {
        const first = this.#candidates(row).next().value;
        if (first === undefined) this.#cells.set(row, ABSENT);
        else if (ahead.add(first)) yield* this.#noteAll(ahead.take());
      }
      if (++read % 64 === 0) {
        progress(read / rows.count);
        yield;
      }
    }
    yield* this.#noteAll(ahead.take());
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

  /** Notes what the first messages say that may have the header. Where one has none after all, the rest of its conversation is read. */
  *#noteAll(batch: readonly Reread[]): Generator<undefined, void> {
    const conversations = this.#conversations;
    for (const reread of batch) {
      if (!conversations.hasMessage(reread.id)) continue;
      const row = conversations.messages.conversation.get(reread.id);
      const cell = this.#cellOf(this.#reader.check(reread));
      if (cell !== ABSENT) {
        this.#cells.set(row, cell);
        continue;
      }
      this.#cell(row);
      yield;
    }
  }

  #read(row: RowId): number {
    for (const id of this.#candidates(row)) {
      const cell = this.#cellOf(this.#reader.bytes(id));
      if (cell !== ABSENT) return cell;
    }
    return ABSENT;
  }

  /** Messages of a conversation that may have the header, by time. */
  *#candidates(row: RowId): Generator<MessageId, void> {
    const { messages, headerSets, names } = this.#conversations;
    const header = names.find(this.name);
    if (!this.#conversations.mightHaveHeader(row, header)) return;
    for (const id of this.#conversations.messagesOf(row)) {
      if (headerSets.shapeMightHave(messages.shape.get(id), header)) yield id;
    }
  }

  #cellOf(bytes: Uint8Array | Gone): number {
    if ('gone' in bytes) return ABSENT;
    this.#header.read(bytes);
    const value = this.#header.text(0);
    if (value === null) return ABSENT;
    const text = new TextEncoder().encode(value.slice(0, MAX_CHARACTERS));
    return this.#values.intern(text, 0, text.length) + 1;
  }
}
