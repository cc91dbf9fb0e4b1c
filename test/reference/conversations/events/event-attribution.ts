/**
 * Finds the conversation and message an event belongs to.
 *
 * An ICMP error belongs to the message it quotes. An event of a connection belongs to those conversations it carried
 * last that are still open: a call without a BYE, or one whose latest message is a request that awaits a response.
 */
import type { DecodedMessage, ConnectionEvent, Ends, IcmpError } from '../../decode/decoded-message.js';
import { type MessageId, messageId, NO_MESSAGE, NO_ROW, type RowId } from '../../model/ids.js';
import { METHOD } from '../../sip/headers/methods.js';
import type { ScannedMessage } from '../../sip/scan/scanned-message.js';
import type { Conversations } from '../conversations.js';
import type { Event } from './events.js';
import { MESSAGE } from '../message-table.js';
import { STATE } from '../states.js';

/** Messages searched for the quoted one, from the latest back. */
const MAX_STEPS = 512;

/**
 * Adds an ICMP error about the message that `quoted` begins with and `scanned` describes. Errors about unknown
 * conversations are dropped.
 */
export function addIcmpError(
  conversations: Conversations,
  quoted: DecodedMessage,
  scanned: ScannedMessage,
  error: IcmpError,
  recordOffset: number,
): void {
  const { callIdStart, callIdEnd } = scanned;
  const row = conversations.callIds.find(quoted.bytes.subarray(callIdStart, callIdEnd));
  if (row < 0 || !conversations.events.hasRoom(row)) return;
  const message = quotedMessage(conversations, row, quoted, scanned);
  // Messages without a Call-ID are unrelated.
  if (message < 0 && row === conversations.rowWithoutCallId) return;
  const { kind, detail } = error;
  const { timeUs, origin } = quoted;
  const ends = endsOf(conversations, error);
  keep(conversations, row, { kind, timeUs, message, ...ends, file: origin.id, recordOffset, detail });
}

/** Adds an event of a connection. */
export function addConnectionEvent(conversations: Conversations, happened: ConnectionEvent): void {
  const { kind, detail, timeUs, place } = happened;
  const { messages } = conversations;
  const cut = happened.cutsMessage ? messageId(messages.count - 1) : NO_MESSAGE;
  const cutRow = cut < 0 ? NO_ROW : messages.conversation.get(cut);
  const { file, recordOffset } = place;
  const event: Event = {
    kind,
    timeUs,
    message: NO_MESSAGE,
    ...endsOf(conversations, happened.ends),
    file,
    recordOffset,
    detail,
  };
  if (cut >= 0) keep(conversations, cutRow, { ...event, message: cut });
  for (const row of happened.conversations)
    if (row !== cutRow && isOpen(conversations, row)) keep(conversations, row, event);
}

function keep(conversations: Conversations, row: RowId, event: Event): void {
  if (conversations.events.add(row, event)) conversations.touch(row);
}

function endsOf({ endpoints }: Conversations, ends: Ends): Pick<Event, 'source' | 'destination'> {
  const { addressBytes, addressLength } = ends;
  return {
    source: endpoints.id(addressBytes, ends.sourceOffset, addressLength, ends.sourcePort),
    destination: endpoints.id(addressBytes, ends.destinationOffset, addressLength, ends.destinationPort),
  };
}

/**
 * The message of a row that is the one quoted, the latest to arrive; NO_MESSAGE where it was not captured. What the quotation lacks
 * is not compared. The row is not put in order for it: a hostile capture would have it sorted for each of its errors.
 */
function quotedMessage(
  conversations: Conversations,
  row: RowId,
  quoted: DecodedMessage,
  scanned: ScannedMessage,
): MessageId {
  const { table, messages, endpoints } = conversations;
  // Only looked up: a flood of forged quotations must not add addresses.
  const { addressBytes, sourceOffset, destinationOffset, addressLength } = quoted;
  const source = endpoints.find(addressBytes, sourceOffset, addressLength, quoted.sourcePort);
  const destination = endpoints.find(addressBytes, destinationOffset, addressLength, quoted.destinationPort);
  if (source < 0 || destination < 0) return NO_MESSAGE;
  const isResponse = scanned.isResponse === 1;
  const method = isResponse ? scanned.cseqMethod : methodOf(conversations, quoted.bytes, scanned);
  let id = table.lastMessage.get(row);
  for (let steps = 0; id >= 0 && steps < MAX_STEPS; steps++, id = messages.previousMessage.get(id)) {
    if (messages.source.get(id) !== source || messages.destination.get(id) !== destination) continue;
    if (messages.has(id, MESSAGE.Response) !== isResponse) continue;
    if (isResponse && messages.status.get(id) !== scanned.status) continue;
    if (method !== 0 && messages.method.get(id) !== method) continue;
    if (scanned.cseq !== 0 && messages.cseq.get(id) !== scanned.cseq) continue;
    if (scanned.branch !== 0 && messages.branch.get(id) !== scanned.branch) continue;
    return id;
  }
  return NO_MESSAGE;
}

/** Number of the method of a request; 0 if it is not known. */
function methodOf({ methods }: Conversations, bytes: Uint8Array, scanned: ScannedMessage): number {
  const { method, methodStart, methodEnd } = scanned;
  return method !== 0 ? method : Math.max(0, methods.find(bytes.subarray(methodStart, methodEnd)));
}

function isOpen(conversations: Conversations, row: RowId): boolean {
  const { table, messages } = conversations;
  if (!conversations.rows.has(row) || row === conversations.rowWithoutCallId) return false;
  if (table.state.get(row) === STATE.InCall) return true;
  const last = table.lastMessage.get(row);
  return !messages.has(last, MESSAGE.Response)
    ? messages.method.get(last) !== METHOD.ACK
    : messages.status.get(last) < 200;
}
