/**
 * Any header as a column. In: a header's name. Out: its value in the first message of a conversation that has it, read when
 * a row is shown, and for all conversations in the background when sorted by. Values are interned: most repeat.
 */
import { Int32Column } from '../../conversations/columns.js';
import type { Conversations } from '../../conversations/conversations.js';
import { Interner } from '../../conversations/interner.js';
import { headerValue, parseMessage } from '../../sip/message.js';
import type { MessageReader } from '../sources/message-reader.js';
import { textRanks } from '../ranks.js';

/** What a cell holds before it was looked at, and where the header is absent; else the value's id + 1. */
const UNREAD = 0;
const ABSENT = -1;
/** A value is shown in one line of a list: more of it is in the message. */
const MOST_CHARACTERS = 1000;

export class HeaderColumn {
  readonly name: string;
  readonly #conversations: Conversations;
  readonly #reader: MessageReader;
  readonly #cells = new Int32Column();
  readonly #values = new Interner();

  constructor(name: string, conversations: Conversations, reader: MessageReader) {
    this.name = name;
    this.#conversations = conversations;
    this.#reader = reader;
  }

  /** Value in a conversation; null where it has no such header. Reads one message the first time. */
  value(row: number): string | null {
    const cell = this.#cell(row);
    return cell > 0 ? this.#values.text(cell - 1) : null;
  }

  /** Reads all conversations, a step each, and answers a key by row that sorts as the texts do: NaN where absent. */
  *sortKey(progress: (share: number) => void): Generator<undefined, (row: number) => number> {
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
      return cell > 0 ? (ranks[cell - 1] ?? Number.NaN) : Number.NaN;
    };
  }

  #cell(row: number): number {
    const known = this.#cells.get(row);
    if (known > UNREAD || (known === ABSENT && !this.#has(row))) return known;
    const cell = this.#read(row);
    this.#cells.set(row, cell);
    return cell;
  }

  #has(row: number): boolean {
    const header = this.#conversations.names.find(this.name);
    return header !== 0 && this.#conversations.hasHeader(row, header);
  }

  #read(row: number): number {
    if (!this.#has(row)) return ABSENT;
    const { messages, headerSets, names } = this.#conversations;
    const header = names.find(this.name);
    for (const id of this.#conversations.messagesOf(row)) {
      if (!headerSets.shapeHas(messages.shape.get(id), header)) continue;
      const bytes = this.#reader.bytes(id);
      if ('gone' in bytes) continue;
      const value = headerValue(parseMessage(bytes), this.name);
      if (value === null) continue;
      const text = new TextEncoder().encode(value.slice(0, MOST_CHARACTERS));
      return this.#values.intern(text, 0, text.length) + 1;
    }
    return ABSENT;
  }
}
