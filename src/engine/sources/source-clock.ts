/**
 * What the state of a conversation depends on besides its messages: how late it is, and whether an answer can still come. Any
 * source may bring it, not only that of the request: a capture of each direction is two files. So the clock is the
 * latest time of all sources, and their end is that of the last.
 */
import type { Conversations } from '../../conversations/conversations.js';
import { MESSAGE } from '../../conversations/message-table.js';
import type { MessageId, RowId } from '../../model/ids.js';
import type { Clock, Moment } from '../search/row-values.js';
import type { OpenFile } from './open-file.js';

export class SourceClock implements Clock {
  readonly #conversations: Conversations;
  readonly #files: ReadonlyMap<number, OpenFile>;
  /** Reused: sorting by state asks for every row that waits. */
  readonly #moment: Moment = { nowUs: 0, ended: false };

  constructor(conversations: Conversations, files: ReadonlyMap<number, OpenFile>) {
    this.#conversations = conversations;
    this.#files = files;
  }

  momentOf(row: RowId): Moment {
    const { table, messages } = this.#conversations;
    // A time of day says nothing about a date: only sources of the request's kind tell how late it is.
    const dated = !messages.has(table.latestAttempt.get(row), MESSAGE.Undated);
    let nowUs = Number.NEGATIVE_INFINITY;
    let ended = true;
    for (const file of this.#files.values()) {
      if (file.source.dated === dated && file.endUs > nowUs) nowUs = file.endUs;
      if (file.mayAnswer) ended = false;
    }
    this.#moment.nowUs = nowUs;
    this.#moment.ended = ended;
    return this.#moment;
  }

  isDated(row: RowId): boolean {
    return this.dated(this.#conversations.table.firstMessage.get(row));
  }

  /** Whether the source of a message tells dates, not only the time of day. */
  dated(message: MessageId): boolean {
    return this.#origin(message)?.source.dated ?? true;
  }

  /** Whether the source of a message printed its start line beside the addresses. */
  quotesStartLine(message: MessageId): boolean {
    return this.#origin(message)?.source.quotesStartLines ?? false;
  }

  #origin(message: MessageId): OpenFile | undefined {
    return this.#files.get(this.#conversations.messages.origin.get(message));
  }
}
