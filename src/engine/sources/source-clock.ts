/**
 * What the state of a conversation depends on besides its messages: the time of the latest packet of its source, and
 * whether more can come.
 */
import type { Conversations } from '../../conversations/conversations.js';
import type { MessageId, RowId } from '../../model/ids.js';
import type { Moment } from '../search/row-values.js';
import type { OpenFile } from './open-file.js';

export class SourceClock {
  readonly #conversations: Conversations;
  readonly #files: ReadonlyMap<number, OpenFile>;
  /** Reused: sorting by state asks for every row. */
  readonly #moment: Moment = { nowUs: 0, ended: false, dated: true };

  constructor(conversations: Conversations, files: ReadonlyMap<number, OpenFile>) {
    this.#conversations = conversations;
    this.#files = files;
  }

  /** The moment to judge a conversation at: of the source of its first message. Valid until the next call. */
  of(row: RowId): Moment {
    const { table } = this.#conversations;
    const file = this.#origin(table.firstMessage.get(row));
    this.#moment.nowUs = file?.endUs ?? table.endUs.get(row);
    this.#moment.ended = file?.finished ?? true;
    this.#moment.dated = file?.source.dated ?? true;
    return this.#moment;
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
