/**
 * Rows of messages with what the tables alone do not hold: the media of a session description, and what captured a
 * copy.
 */
import type { MessageId, RowId } from '../../model/ids.js';
import { messageMedia } from '../../sip/message/body.js';
import { parseMessage } from '../../sip/message/message.js';
import type { CurrentIndex } from '../capture-index.js';
import type { MessageRow } from '../protocol/rows.js';
import { messageRow } from './rows.js';
import { seenBy } from '../sources/seen-by.js';

export class MessageRows {
  readonly #index: CurrentIndex;
  #merged: { key: string; messages: MessageId[] } = { key: '', messages: [] };

  constructor(index: CurrentIndex) {
    this.#index = index;
  }

  /** @param withSdp Reads the message where it has a session description. */
  row(id: MessageId, withSdp: boolean): MessageRow {
    const { conversations, clock, reader } = this.#index.current;
    const row = messageRow(conversations, id, clock.dated(id));
    if (conversations.table.copies.get(row.conversation) > 0) row.seenBy = seenBy(this.#index.current, id);
    if (withSdp && row.sdp) {
      const bytes = reader.bytes(id);
      if (!('gone' in bytes)) row.media = messageMedia(bytes, parseMessage(bytes));
    }
    return row;
  }

  /**
   * Message ids of several conversations in one time order; kept while the same are asked for and nothing was added or
   * evicted.
   */
  of(conversationRows: readonly RowId[]): MessageId[] {
    const { conversations } = this.#index.current;
    const key = `${conversationRows.join()}:${conversations.messages.count}:${conversations.rows.floor}`;
    if (this.#merged.key === key) return this.#merged.messages;
    const { orderUs } = conversations.messages;
    const messages = conversationRows.flatMap(each => conversations.messagesOf(each));
    if (conversationRows.length > 1) messages.sort((a, b) => orderUs.get(a) - orderUs.get(b) || a - b);
    this.#merged = { key, messages };
    return messages;
  }
}
