/**
 * Takes a message in: writes its row, and links it to its conversation, the row of its Call-ID. Messages may come in any order of time: one that is older
 * than the last of its conversation makes the row stale, and TypeScript has it reduced again (src/conversations/conversations.ts).
 */
import { NUMBER } from '../built/scan';
import { Carried, Conversation, MESSAGE, Message, RSEQ_SHIFT } from '../built/tables';
import { faultBits, linked, otherCseqMethod, placeUs } from '../host';
import { scanned } from '../scan/scanned';
import { idOfEntry, internHashed, nearestEntry } from '../tables/interner';
import { newList, push } from '../tables/list';
import { addRow, rowAt } from '../tables/table';
import { describe } from './descriptions';
import { endpoint } from './endpoints';
import { countNotKept, head, isAnonymous, post, postingAt } from './postings';
import { noteRecent } from './recent-rows';
import { clearReduction, reduce, setLooseRow } from './reducer';
import { shapeOfMessage, unionWith } from './shapes';
import { callIds, conversationAt, conversations, messageAt, messages, NO_MESSAGE } from './tables';
import { agentOf, methodOfCSeq, methodOfRequest, reasonOfResponse } from './texts';
import { BATCH, isOfKind, keep, numberOf, waitingAt, WaitingMessage } from './waiting';

/** Rows that received messages since TypeScript asked last. */
export const changedRows = newList();
/** Rows to be reduced again. */
export const staleRows = newList();

/** Messages that wait for their conversations, and the id of the first. */
let waiting: i32 = 0;
let firstWaiting: i32 = 0;

/** Filled before `addScanned`. */
export const carried = changetype<Carried>(memory.data(64, 8));
/** Where TypeScript puts the addresses: two of 16 bytes. */
export const carriedAddresses: usize = memory.data(48, 8);

/** Adds the message just scanned, at [start, end); returns its id. It is in its conversation after `settleAll`. */
export function addScanned(start: usize, end: usize): i32 {
  return addOfStream(start, end, 0);
}

/** The same for a message of a stream whose last conversations are noted at `recent`. */
export function addOfStream(start: usize, end: usize, recent: usize): i32 {
  const id = addRow(messages);
  const message = messageAt(id);
  message.timeUs = carried.timeUs;
  message.recordOffset = carried.recordOffset;
  message.payloadDelta = carried.payloadDelta;
  message.length = <u32>(end - start);
  message.source = endpoint(carried.source, carried.addressLength, carried.sourcePort);
  message.destination = endpoint(carried.destination, carried.addressLength, carried.destinationPort);
  message.cseq = scanned.cseq;
  message.branch = scanned.branch;
  message.fromTag = scanned.fromTag;
  message.toTag = scanned.toTag;
  writeStartLine(id, message);
  const isSuspect = (scanned.faults | scanned.suspect) !== 0;
  const faults = isSuspect ? faultBits(id, start, <i32>(end - start), carried.missing > 0) : 0;
  message.flags = carried.flags | flagsOf(faults);
  const shape = shapeOfMessage();
  message.shape = <u16>shape;
  message.agent = <u16>agentOf(shape);
  message.tunnel = <u16>carried.tunnel;
  if (scanned.sdp === 1) describe(id, message, end);

  if (waiting === 0) firstWaiting = id;
  keep(waiting, isTold(carried.timeUs) ? carried.timeUs : carried.placeUs, recent);
  waiting++;
  if (scanned.linkCount > 0) {
    settleAll();
    linked(message.conversation, id, scanned.linkCount, scanned.linksLeft);
  } else if (waiting === BATCH) settleAll();
  return id;
}

function writeStartLine(id: i32, message: Message): void {
  const cseqMethod = methodOfCSeq();
  if (scanned.isResponse === 1) {
    message.method = <u16>cseqMethod;
    message.status = <u16>scanned.status;
    message.reason = <u16>reasonOfResponse();
  } else {
    const method = methodOfRequest();
    message.method = <u16>method;
    if (cseqMethod !== method) otherCseqMethod(id, cseqMethod);
  }
}

function flagsOf(faults: i32): u32 {
  let flags: u32 = 0;
  if (scanned.isResponse === 1) flags |= MESSAGE.Response;
  if (scanned.sdp === 1) flags |= MESSAGE.Sdp;
  if (carried.missing > 0) flags |= MESSAGE.Truncated;
  if (faults !== 0) flags |= MESSAGE.Malformed;
  if (scanned.authorization === 1) flags |= MESSAGE.Authorization;
  if (scanned.expiresZero === 1) flags |= MESSAGE.ExpiresZero;
  if (scanned.rseq > 0) flags |= MESSAGE.Reliable | ((scanned.rseq & 0xf) << RSEQ_SHIFT);
  return flags;
}

/**
 * Reads what the messages that wait will need. Within a message each look depends on the one before, and the memory of most is in no cache; the processor
 * fetches for all of them at once.
 * @returns A sum of it, which means nothing.
 */
function fetchAll(count: i32): u32 {
  let sum: u32 = 0;
  for (let at = 0; at < count; at++) {
    const message = waitingAt(at);
    message.entry = nearestEntry(callIds, message.callIdHash);
  }
  for (let at = 0; at < count; at++) {
    const message = waitingAt(at);
    const conversation: usize = message.entry === 0 ? 0 : rowAt(conversations, idOfEntry(message.entry));
    message.conversation = conversation;
    if (conversation !== 0) sum += load<u32>(conversation) + load<u32>(conversation, 64);
  }
  for (let at = 0; at < count; at++) {
    const address = waitingAt(at).conversation;
    if (address === 0) continue;
    const conversation = changetype<Conversation>(address);
    if (conversation.lastMessage >= 0) sum += messageAt(conversation.lastMessage).flags;
    if (conversation.latestAttempt >= 0) sum += messageAt(conversation.latestAttempt).flags;
    if (conversation.postings !== 0) sum += <u32>postingAt(conversation.postings).next;
  }
  return sum;
}

/** Puts all messages that wait into their conversations. */
export function settleAll(): void {
  const count = waiting;
  waiting = 0;
  if (count > 1) fetchAll(count);
  for (let at = 0; at < count; at++) putInConversation(firstWaiting + at, waitingAt(at));
}

function putInConversation(id: i32, from: WaitingMessage): void {
  const row = rowOf(from);
  const conversation = conversationAt(row);
  const message = messageAt(id);
  message.conversation = row;
  if (from.recent !== 0) noteRecent(from.recent, row);
  const set = conversation.headerSet;
  const union = unionWith(set, message.shape);
  if (union !== set) conversation.headerSet = union;
  noteNumbers(conversation, from);
  link(row, conversation, id, message, from.orderUs);
}

function rowOf(from: WaitingMessage): i32 {
  const row = internHashed(callIds, from.callId, from.callIdLength, from.callIdHash);
  if (row === conversations.count) {
    addRow(conversations);
    clearReduction(row, conversationAt(row));
    if (from.callIdLength === 0) setLooseRow(row);
  }
  return row;
}

/** Posts every number, and keeps those of the earliest message as the conversation's own. */
function noteNumbers(conversation: Conversation, from: WaitingMessage): void {
  countNotKept(from.numbersLeft);
  let fromNumber = 0;
  let toNumber = 0;
  let asserted = 0;
  for (let at = 0; at < from.numberCount; at++) {
    const number = numberOf(from, at);
    const id = post(conversation.postings, number.start, number.length, number.hash, number.kinds);
    conversation.postings = head;
    if (id < 0) continue;
    if (isOfKind(number, NUMBER.From)) fromNumber = id + 1;
    if (isOfKind(number, NUMBER.To)) toNumber = id + 1;
    if (isOfKind(number, NUMBER.AssertedIdentity) && asserted === 0) asserted = id + 1;
  }
  const first = conversation.firstMessage;
  if (first >= 0 && from.orderUs >= orderUs(first)) return;
  const isHidden = asserted !== 0 && (fromNumber === 0 || isAnonymous(fromNumber - 1));
  conversation.from = isHidden ? asserted : fromNumber;
  conversation.to = toNumber;
}

/** Appends a message to its conversation, by arrival; the order by time comes when it is reduced again. */
function link(row: i32, conversation: Conversation, id: i32, message: Message, order: f64): void {
  const last = conversation.lastMessage;
  message.previousMessage = last;
  conversation.lastMessage = id;
  touch(row);
  if (last < 0) {
    conversation.firstMessage = id;
    reduce(row, conversation, id, message);
  } else if (conversation.stale === 0 && order >= orderUs(last)) {
    reduce(row, conversation, id, message);
  } else {
    if (order < orderUs(conversation.firstMessage)) conversation.firstMessage = id;
    if (conversation.stale === 0) push(staleRows, row);
    conversation.stale++;
  }
}

/** What messages are ordered by: their time, or the place of one that has none. */
function orderUs(id: i32): f64 {
  const timeUs = messageAt(id).timeUs;
  return isTold(timeUs) ? timeUs : placeUs(id);
}

/** Whether a time is one: NaN stands for one that nobody told. */
function isTold(timeUs: f64): bool {
  return timeUs >= -Infinity;
}

/** Marks a row as changed. */
export function touch(row: i32): void {
  const conversation = conversationAt(row);
  if (conversation.changed === 0) push(changedRows, row);
  conversation.changed = 1;
}

/** Begins to reduce a row again, with this message as its first. */
export function beginAgain(row: i32, first: i32): void {
  const conversation = conversationAt(row);
  clearReduction(row, conversation);
  conversation.firstMessage = first;
  conversation.lastMessage = NO_MESSAGE;
}

/** Takes the next message of a row that is reduced again, in time order. */
export function reduceNext(row: i32, id: i32): void {
  const conversation = conversationAt(row);
  const message = messageAt(id);
  message.previousMessage = conversation.lastMessage;
  conversation.lastMessage = id;
  reduce(row, conversation, id, message);
}
