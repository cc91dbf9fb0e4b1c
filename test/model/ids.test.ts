/** Ids as types. What is held here is the compiler's: `npm run typecheck` fails where a line below is no error. */
import { expect, test } from 'vitest';
import { ConversationTable } from '../../src/conversations/conversation-table.js';
import { MessageTable } from '../../src/conversations/message-table.js';
import { type MessageId, messageId, NO_MESSAGE, NO_ROW, type RowId, rowId } from '../../src/model/ids.js';

test('a message id is no row, and a row no message id', () => {
  const messages = new MessageTable();
  const table = new ConversationTable(messages);
  const id: MessageId = messages.add();
  const row: RowId = table.add();
  // @ts-expect-error
  table.flags.get(id);
  // @ts-expect-error
  messages.flags.get(row);
  // @ts-expect-error
  messages.conversation.set(id, id);
  // @ts-expect-error
  table.firstMessage.set(row, row);
  messages.conversation.set(id, row);
  table.firstMessage.set(row, id);
  const first: MessageId = table.firstMessage.get(row);
  const conversation: RowId = messages.conversation.get(first);
  expect([first, conversation]).toEqual([id, row]);
});

test('none is below every id, and what a row has before one is set', () => {
  const messages = new MessageTable();
  const table = new ConversationTable(messages);
  const row = table.add();
  expect([table.latestAttempt.get(row), messages.previousMessage.get(messages.add())]).toEqual([
    NO_MESSAGE,
    NO_MESSAGE,
  ]);
  expect([NO_ROW < rowId(0), NO_MESSAGE < messageId(0)]).toEqual([true, true]);
  table.latestAttempt.set(row, messageId(0));
  expect(table.latestAttempt.get(row)).toBe(0);
  table.clear(row);
  expect(table.latestAttempt.get(row)).toBe(NO_MESSAGE);
});
