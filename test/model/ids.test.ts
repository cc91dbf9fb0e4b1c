/** Ids as types. What is held here is the compiler's: `npm run typecheck` fails where a line below is no error. */
import { expect, test } from 'vitest';
import { ConversationTable } from '../../src/conversations/conversation-table.js';
import { Conversations } from '../../src/conversations/conversations.js';
import type { Derived } from '../../src/conversations/derived.js';
import { MessageTable } from '../../src/conversations/message-table.js';
import type { Requests } from '../../src/engine/protocol/requests.js';
import { type MessageId, messageId, NO_MESSAGE, NO_ROW, type RowId, rowId } from '../../src/model/ids.js';
import type { Subject } from '../../src/query/predicates/subject.js';
import { HeaderNames } from '../../src/sip/headers/header-names.js';
import { Table } from '../query/table.js';

const ROW = rowId(0);
const MESSAGE = messageId(0);

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
  table.flags.get(0);
  // @ts-expect-error
  messages.flags.get(0);
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
  table.latestAttempt.set(row, NO_MESSAGE);
  expect(table.latestAttempt.get(row)).toBe(NO_MESSAGE);
});

test("a request asks for a conversation or a message, not for one by the other's id, and not for a number", () => {
  const asks: Requests[keyof Requests]['ask'][] = [];
  const ask = <K extends keyof Requests>(_: K, what: Requests[K]['ask']) => void asks.push(what);
  // @ts-expect-error
  ask('position', { conversation: MESSAGE });
  // @ts-expect-error
  ask('position', { conversation: 0 });
  // @ts-expect-error
  ask('message', { id: ROW });
  // @ts-expect-error
  ask('message', { id: 0 });
  // @ts-expect-error
  ask('hops', { conversations: [MESSAGE] });
  ask('position', { conversation: ROW });
  ask('message', { id: MESSAGE });
  expect(asks).toHaveLength(7);
});

test('a derived table is told of rows', () => {
  const told: number[] = [];
  const derived: Derived = {
    changed: rows => void told.push(...rows),
    gone: rows => void told.push(...rows),
    cleared: () => undefined,
  };
  const conversations = new Conversations(new HeaderNames());
  // @ts-expect-error
  derived.changed([MESSAGE], conversations);
  // @ts-expect-error
  derived.gone([0], conversations);
  derived.changed([ROW], conversations);
  // @ts-expect-error
  const ofMessages: Derived = { ...derived, gone: (messages: readonly MessageId[]) => void told.push(...messages) };
  expect(Object.keys(ofMessages)).toEqual(Object.keys(derived));
  expect(told).toEqual([0, 0, 0]);
});

test('a subject is asked of rows and of messages', () => {
  const subject: Subject = new Table([
    { messages: [{ time: '2026-01-01', src: 'a', dst: 'b', text: 'BYE sip:a SIP/2.0' }] },
  ]);
  // @ts-expect-error
  expect(subject.dated(MESSAGE)).toBe(true);
  // @ts-expect-error
  expect(subject.read(ROW)?.startLine()).toBe('BYE sip:a SIP/2.0');
  // @ts-expect-error
  expect(subject.text('src').id(MESSAGE)).toBe(subject.text('src').id(ROW));
  // @ts-expect-error
  expect(subject.messageText('src').id(ROW)).toBe(subject.messageText('src').id(MESSAGE));
  expect(subject.first(ROW)).toBe(MESSAGE);
});
