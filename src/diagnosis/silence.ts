/**
 * When no answer means that nobody answered. The end of a file is not silence, a direction that was not captured is not silence, and a
 * request that the sender gave up at once is not.
 */
import { MESSAGE } from '../conversations/message-table.js';
import type { MessageId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';
import type { Case } from './case.js';
import type { Transaction } from './transactions.js';

/** 64 × T1: when a client gives up (RFC 3261 timers B and F). */
export const TIMEOUT_US = 32_000_000;
/** Copies of a request until it does: INVITE doubles its interval (section 17.1.1.2), others stop doubling at T2 (17.1.2.2). */
const INVITES = 7;
const OTHERS = 11;
/** A CANCEL sooner than that says nothing about who was called. */
const SOON_US = 2_000_000;

/**
 * Whether a request was left without any response: the time for one passed, the sender sent it until it gave up, or did something
 * else instead. Not where only one direction was captured.
 */
export function isSilent(c: Case, transaction: Transaction): boolean {
  if (transaction.answered || transaction.method === METHOD.ACK) return false;
  return gaveUp(c, transaction) && !isOneSided(c, transaction);
}

/** The capture has requests of one side only, which goes on as if it was answered: nothing can be said of the other. */
export function isOneSided(c: Case, { source, destination }: Transaction): boolean {
  const { messages } = c.conversations;
  const { peers } = c.knowledge;
  if (peers.portsOf(destination).length > 0) return false;
  return c.messages.some(
    id =>
      c.isSameHost(messages.source.get(id), source) &&
      !messages.has(id, MESSAGE.Response) &&
      (messages.method.get(id) === METHOD.ACK || messages.toTag.get(id) !== 0),
  );
}

/** The sender stopped waiting, or has waited as long as it may. */
function gaveUp(c: Case, transaction: Transaction): boolean {
  const { method, request, sent } = transaction;
  if (sent >= (method === METHOD.INVITE ? INVITES : OTHERS)) return true;
  const waitedUs = c.nowUs - c.timeUs(request);
  if (waitedUs >= TIMEOUT_US) return true;
  if (transaction.cancel >= 0) return c.elapsedUs(request, transaction.cancel) >= SOON_US;
  return turnedAway(c, transaction) >= 0;
}

/** What shows that a proxy gave the request up: a final response of its own that says so. NO_MESSAGE where there is none. */
function turnedAway(c: Case, transaction: Transaction): MessageId {
  const { messages } = c.conversations;
  return c.after(transaction.lastRequest, id => {
    const status = messages.status.get(id);
    return (
      messages.has(id, MESSAGE.Response) &&
      (status === 408 || status === 503 || status === 504) &&
      c.isSameHost(messages.source.get(id), transaction.source) &&
      messages.cseq.get(id) === transaction.cseq
    );
  });
}
