/**
 * Ids as types of their own, so that the compiler refuses a message where a conversation is meant. At run time both
 * are row numbers, in order of arrival from 0, and never reused. Only `rowId` and `messageId` convert a number to
 * one.
 */
declare const KIND: unique symbol;
type Id<Kind extends string> = number & { readonly [KIND]: Kind };

/** A conversation: a row of the conversation table. */
export type RowId = Id<'row'>;
/** A message: a row of the message table. */
export type MessageId = Id<'message'>;

/** No conversation, no message. */
export const NO_ROW = rowId(-1);
export const NO_MESSAGE = messageId(-1);

/** The conversation with this number. */
export function rowId(number: number): RowId {
  return number as RowId;
}

/** The message with this number. */
export function messageId(number: number): MessageId {
  return number as MessageId;
}
