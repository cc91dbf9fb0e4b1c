/**
 * When no answer means that nobody answered. The end of a file is not silence, a direction that was not captured is not silence, and
 * neither is a request that its sender would have sent again had it been left without an answer.
 */
import { MESSAGE } from '../conversations/message-table.js';
import { refusal } from '../conversations/events/refusal.js';
import { transportIndex } from '../model/transports.js';
import { METHOD } from '../sip/headers/methods.js';
import type { Case } from './case.js';
import { isGroup } from './facts/hosts/networks.js';
import type { Transaction } from './transactions.js';

/** 64 × T1: when a client gives up (RFC 3261 timers B and F). */
export const TIMEOUT_US = 32_000_000;
/** Copies of a request until it does: INVITE doubles its interval (section 17.1.1.2), others stop doubling at T2 (17.1.2.2). */
const INVITES = 7;
const OTHERS = 11;
/** A CANCEL, or another attempt, sooner than that says nothing about who was called. */
const SOON_US = 2_000_000;
const UDP = transportIndex('UDP');
const UNKNOWN = transportIndex('unknown');

/** How a request was left without any response. */
export interface Silence {
  /** Its sender shows that it waited to the end, or gave up: it got no answer either. */
  isShown: boolean;
  /** What is assumed where it does not. */
  assumes: readonly string[];
}

/** Whether a request was left without any response. */
export function isSilent(c: Case, transaction: Transaction): boolean {
  return silenceOf(c, transaction) !== undefined;
}

/**
 * How a request was left without any response: the time for one passed, the sender sent it until it gave up, or did something else
 * instead. Undefined where it was not, where the capture cannot tell, and where the network says why.
 */
export function silenceOf(c: Case, transaction: Transaction): Silence | undefined {
  if (transaction.answered || transaction.method === METHOD.ACK || transaction.request < 0) return undefined;
  if (!c.knowledge.peers.isKnown(transaction.destination)) return undefined;
  if (isGroup(c, transaction.destination) || isOneSided(c, transaction)) return undefined;
  if (refusal(c.conversations, c.row, transaction.request) !== undefined) return undefined;
  if (gaveUp(c, transaction)) return { isShown: true, assumes: [] };
  if (isSentOnce(c, transaction) || !(c.nowUs - c.timeUs(transaction.request) >= TIMEOUT_US)) return undefined;
  if (transaction.sent === 1 && !goesOn(c, transaction)) return undefined;
  return { isShown: false, assumes: ['no answer is missing from the capture'] };
}

/** The capture has requests of one side only, which goes on as if it was answered: nothing can be said of the other. */
export function isOneSided(c: Case, { source, destination, method, cseq }: Transaction): boolean {
  const { messages } = c.conversations;
  const { peers } = c.knowledge;
  if (peers.portsOf(destination).length > 0) return false;
  if (peers.isFollowed(destination)) return true;
  // What comes after an answer may go past the host that the request went to.
  return c.messages.some(id => {
    if (messages.has(id, MESSAGE.Response) || !c.isSameHost(messages.source.get(id), source)) return false;
    if (messages.method.get(id) === METHOD.ACK) return method === METHOD.INVITE && messages.cseq.get(id) === cseq;
    return messages.toTag.get(id) !== 0 && peers.portsOf(messages.destination.get(id)).length === 0;
  });
}

/**
 * A request that UDP carried was sent once. Its sender would have sent it again after 0.5 s (RFC 3261 timers A and E) had it been left
 * without an answer: the answer was not captured, or it is no sender that keeps to the rules.
 */
export function isSentOnce({ conversations }: Case, { request, sent }: Transaction): boolean {
  const transport = conversations.messages.transport.get(request);
  return sent === 1 && (transport === UDP || transport === UNKNOWN);
}

/** When a silence ended, in µs: the sender gave up, or would have. */
export function silentUntil(c: Case, transaction: Transaction): number {
  return Math.max(c.timeUs(transaction.lastRequest), c.timeUs(transaction.request) + TIMEOUT_US);
}

/** The sender stopped waiting. */
function gaveUp(c: Case, transaction: Transaction): boolean {
  const { method, sent } = transaction;
  if (sent >= (method === METHOD.INVITE ? INVITES : OTHERS)) return true;
  if (turnedAway(c, transaction)) return true;
  if (isSentOnce(c, transaction)) return false;
  if (transaction.cancel >= 0) return c.elapsedUs(transaction.request, transaction.cancel) >= SOON_US;
  return triedAgain(c, transaction);
}

/** Whether a proxy gave the request up: a final response of its own says so. */
function turnedAway(c: Case, transaction: Transaction): boolean {
  const { messages } = c.conversations;
  const said = c.after(transaction.lastRequest, id => {
    const status = messages.status.get(id);
    return (
      messages.has(id, MESSAGE.Response) &&
      (status === 408 || status === 503 || status === 504) &&
      c.isSameHost(messages.source.get(id), transaction.source) &&
      messages.cseq.get(id) === transaction.cseq
    );
  });
  return said >= 0 && c.elapsedUs(transaction.request, said) >= SOON_US;
}

/** Whether the sender began anew with another transaction. */
function triedAgain(c: Case, { method, branch, request, lastRequest, source }: Transaction): boolean {
  const again = c.transactions.find(
    each =>
      each.method === method &&
      each.branch !== branch &&
      each.request > lastRequest &&
      c.isSameHost(each.source, source),
  );
  return again !== undefined && c.elapsedUs(request, again.request) >= SOON_US;
}

/** Whether one of the two was heard after the time for an answer: the capture did not end for them. */
function goesOn(c: Case, { request, source, destination }: Transaction): boolean {
  const untilUs = c.timeUs(request) + TIMEOUT_US;
  const { peers } = c.knowledge;
  return [...peers.portsOf(source), ...peers.portsOf(destination)]
    .slice(0, 32)
    .some(endpoint => peers.heard(endpoint)?.firstAfter(untilUs) !== undefined);
}
