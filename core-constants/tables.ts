/** The records of the tables as classes, and the bits and numbers in them. */
import { CONVERSATION, ConversationTable } from '../src/conversations/conversation-table.js';
import { MESSAGE, MessageTable, RSEQ_SHIFT, UNNUMBERED } from '../src/conversations/message-table.js';
import { STATE } from '../src/conversations/states.js';
import { MAX_HEADERS_KEPT, UNLISTED } from '../src/conversations/values/header-sets.js';
import { MAX_NUMBER, NumberPostings } from '../src/conversations/values/number-postings.js';
import { transportIndex } from '../src/model/transports.js';
import { IdColumn } from '../src/tables/columns.js';
import type { Records } from '../src/tables/records.js';
import { constant, namespace } from './source.js';

export function tableConstants(): string {
  const messages = new MessageTable();
  const { lists } = new NumberPostings();
  return [
    record('Message', messages.record, messages),
    record('Conversation', new ConversationTable(messages).record, new ConversationTable(messages)),
    record('Posting', lists.record, {}),
    namespace('MESSAGE', 'u32', MESSAGE),
    namespace('CONVERSATION', 'u32', CONVERSATION),
    namespace('STATE', 'u8', STATE),
    constant('RSEQ_SHIFT', 'u32', RSEQ_SHIFT),
    constant('UNNUMBERED', 'i32', UNNUMBERED),
    constant('UNLISTED', 'i32', UNLISTED),
    constant('MAX_HEADERS_KEPT', 'i32', MAX_HEADERS_KEPT),
    constant('MAX_NUMBER', 'u32', MAX_NUMBER),
    constant('UDP', 'u32', transportIndex('UDP')),
  ].join('\n');
}
