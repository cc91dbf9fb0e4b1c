/** The tables of messages and conversations, and the texts and addresses their numbers stand for. TypeScript declares the records and reads them. */
import { CONVERSATION_BYTES, Conversation, MESSAGE_BYTES, Message, UNNUMBERED } from '../built/tables';
import { newInterner } from '../tables/interner';
import { newTable, rowAt } from '../tables/table';

/** As many as anybody can have. */
const UNLIMITED: i32 = 0x3fff_ffff;

export const messages = newTable(MESSAGE_BYTES);
export const conversations = newTable(CONVERSATION_BYTES);

/** The id is the row of the conversation. */
export const callIds = newInterner(UNLIMITED);
/** User parts of addresses. */
export const numbers = newInterner(UNLIMITED);
/** Address and port. */
export const endpoints = newInterner(UNLIMITED);
/** Texts that repeat from message to message. */
export const methods = newInterner(UNNUMBERED);
export const reasons = newInterner(UNNUMBERED);
export const agents = newInterner(UNNUMBERED);

/** Stands for no message. */
export const NO_MESSAGE: i32 = -1;

export function messageAt(id: i32): Message {
  return changetype<Message>(rowAt(messages, id));
}

export function conversationAt(row: i32): Conversation {
  return changetype<Conversation>(rowAt(conversations, row));
}

/** Messages looked back at so far. */
export let looks: i32 = 0;

/** The message before another in its conversation, to be looked at. */
export function lookBack(id: i32): Message {
  looks++;
  return messageAt(id);
}

/** True where the message has one of these bits of MESSAGE. */
export function isFlagged(message: Message, flags: u32): bool {
  return (message.flags & flags) !== 0;
}

/** True where the conversation has one of these bits of CONVERSATION. */
export function has(conversation: Conversation, flags: u32): bool {
  return (conversation.flags & flags) !== 0;
}

export function setFlags(conversation: Conversation, flags: u32): void {
  conversation.flags |= flags;
}
