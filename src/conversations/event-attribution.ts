/**
 * Finds the conversation and message an event belongs to.
 *
 * An ICMP error belongs to the message it quotes. An event of a connection belongs to those conversations it carried
 * last that are still open: a call without a BYE, or one whose latest message is a request that awaits a response.
 */
import type { DecodedMessage, ConnectionEvent, Ends, IcmpError } from '../decode/decoded-message.js';
import { METHOD } from '../sip/headers/methods.js';
import type { ScannedMessage } from '../sip/scan/scanned-message.js';
import type { Conversations } from './conversations.js';
import type { Event } from './events.js';
import { MESSAGE } from './message-table.js';
import { STATE } from './states.js';

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
  if (row < 0) return;
  const message = quotedMessage(conversations, row, quoted, scanned) + 1;
  // Messages without a Call-ID are unrelated.
  if (message === 0 && row === conversations.rowWithoutCallId) return;
  const { kind, detail } = error;
  const { timeUs, origin } = quoted;
  const ends = endpoints(conversations, error);
  keep(conversations, row, { kind, timeUs, message, ...ends, file: origin.id, recordOffset, detail });
}

/** Adds an event of a connection. */
export function addConnectionEvent(conversations: Conversations, happened: ConnectionEvent): void {
  const { kind, detail, timeUs, place } = happened;
  const cut = happened.cutsMessage ? conversations.messages.count : 0;
  const cutRow = cut === 0 ? -1 : conversations.messages.conversation.get(cut - 1);
  const { file, recordOffset } = place;
  const event: Event = {
    kind,
    timeUs,
    message: 0,
    ...endpoints(conversations, happened.ends),
    file,
    recordOffset,
    detail,
  };
  if (cut > 0) keep(conversations, cutRow, { ...event, message: cut });
  for (const row of happened.conversations)
    if (row !== cutRow && isOpen(conversations, row)) keep(conversations, row, event);
}

function keep(conversations: Conversations, row: number, event: Event): void {
  if (conversations.events.add(row, event)) conversations.touch(row);
}

function endpoints({ endpoints: table }: Conversations, ends: Ends): Pick<Event, 'source' | 'destination'> {
  const { addressBytes, addressLength } = ends;
  return {
    source: table.id(addressBytes, ends.sourceOffset, addressLength, ends.sourcePort),
    destination: table.id(addressBytes, ends.destinationOffset, addressLength, ends.destinationPort),
  };
}

/**
 * The quoted message of a row, the latest to arrive; -1 if it was not captured. Only what the quote has is compared.
 * The row is not sorted for it: a hostile capture would have it sorted for each of its errors.
 */
function quotedMessage(
  conversations: Conversations,
  row: number,
  quoted: DecodedMessage,
  scanned: ScannedMessage,
): number {
  const { table, messages } = conversations;
  const { source, destination } = endpoints(conversations, quoted);
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
  return -1;
}

/** Number of the method of a request; 0 if it is not known. */
function methodOf({ methods }: Conversations, bytes: Uint8Array, scanned: ScannedMessage): number {
  const { method, methodStart, methodEnd } = scanned;
  return method !== 0 ? method : Math.max(0, methods.find(bytes.subarray(methodStart, methodEnd)));
}

function isOpen(conversations: Conversations, row: number): boolean {
  const { table, messages } = conversations;
  if (!conversations.rows.has(row) || row === conversations.rowWithoutCallId) return false;
  if (table.state.get(row) === STATE.InCall) return true;
  const last = table.lastMessage.get(row);
  return !messages.has(last, MESSAGE.Response)
    ? messages.method.get(last) !== METHOD.ACK
    : messages.status.get(last) < 200;
}
