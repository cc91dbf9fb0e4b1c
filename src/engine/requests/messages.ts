/**
 * Answers requests about messages: those of a ladder, those that come, and the bytes of one.
 */
import type { MessageId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import { liveTroubles } from '../figures/live-figures.js';
import type { Reading } from '../ingest/reading.js';
import type { LiveSinks } from '../live/live-sinks.js';
import type { MessageRequests } from '../protocol/requests.js';
import type { Search } from '../search/search.js';
import { type Handlers, MAX_ROWS } from './handlers.js';
import { eventsOf } from './event-rows.js';
import { hopsOf } from './hops.js';
import type { MessageRows } from './message-rows.js';
import { newMessages } from './new-messages.js';
import { remarksNear } from './remark-rows.js';

const LET_GO = 'This message is gone: it was let go to stay below the bound of what is kept (--keep).';

interface Parts {
  index: CurrentIndex;
  search: Search;
  messageRows: MessageRows;
  reading: Reading;
  sinks: LiveSinks;
}

export function messageHandlers({ index, search, messageRows, reading, sinks }: Parts): Handlers<MessageRequests> {
  return {
    messages: ({ conversations, first, count, withSdp }) => {
      const ids = messageRows.of(conversations);
      const window = ids.slice(first, first + Math.min(count, MAX_ROWS));
      const events = eventsOf(index.current, conversations, ids, first, window.length);
      return { rows: window.map(id => messageRows.row(id, withSdp)), first, total: ids.length, events };
    },
    hops: ({ conversations }) =>
      hopsOf(index.current.conversations, messageRows.of(conversations)).map(id => messageRows.row(id, false)),
    message: ({ id }) => {
      const { conversations, reader, clock } = index.current;
      if (id < 0 || id >= conversations.messages.count) return { gone: 'There is no such message.' };
      if (!conversations.hasMessage(id)) return { gone: LET_GO };
      const bytes = reader.bytes(id);
      if ('gone' in bytes) return bytes;
      return { row: messageRows.row(id, true), bytes, headQuotesStartLine: clock.quotesStartLine(id) };
    },
    remarks: ({ id }) => remarksNear(index.current, id),
    tail: async ({ from }) => {
      await reading.beyond(from);
      // What is filtered on may have to be read first.
      await search.settled();
      const { conversations, spool } = index.current;
      const matches = (id: MessageId) => search.matches(conversations.messages.conversation.get(id));
      const { places, next } = newMessages(conversations, from, MAX_ROWS, matches);
      const ended = next === conversations.messages.count && !reading.loading && !reading.watching;
      const rows = places.map(({ id, number }) => ({ row: messageRows.row(id, false), number }));
      return { rows, next, ended, troubles: liveTroubles(spool, sinks) };
    },
    troubles: () => liveTroubles(index.current.spool, sinks),
  };
}
