/**
 * Credentials that were refused, each with the challenge it answers (RFC 3261 section 22). Only what was sent right after a challenge:
 * a nonce that is used again later tells nothing about a password.
 */
import { algorithmOf, type Digest, parseDigest } from '../../../sip/headers/digest.js';
import type { Case } from '../../case.js';
import { isChallenge } from '../../suspicion.js';
import type { Transaction } from '../../transactions.js';
import { cut } from '../cut.js';

/** Rounds looked at, the latest. */
const MAX_ROUNDS = 32;
/** Challenges and credentials of one message. */
const MAX_VALUES = 8;

/** A request with credentials that was challenged again, or forbidden. */
export interface Round {
  challenge: Transaction;
  request: Transaction;
  asked: Digest;
  given: Digest;
  /** The same realm's challenge in the response; undefined where that is 403. */
  again: Digest | undefined;
  /** Name of the headers with the credentials, and with the challenges: of the first, and of the one in the response. */
  givenIn: string;
  askedIn: string;
  /** Between the challenge and the credentials. */
  waitedUs: number;
}

const rounds = new WeakMap<Case, readonly Round[]>();

/** The rounds of a case, in order of time. */
export function refusedRounds(c: Case): readonly Round[] {
  let known = rounds.get(c);
  if (known === undefined) {
    known = found(c);
    rounds.set(c, known);
  }
  return known;
}

/** The round that decides: the one of the latest attempt; undefined where that was not refused so. */
export function lastRound(c: Case): Round | undefined {
  const { attempt } = c;
  if (attempt === undefined || !attempt.authorized || !isRefusal(attempt.status)) return undefined;
  return refusedRounds(c).findLast(({ request }) => request === attempt);
}

/** Rounds of the same user between the same hosts that are like one. */
export function roundsLike(c: Case, last: Round, isLike: (round: Round) => boolean): Round[] {
  return refusedRounds(c).filter(
    each =>
      each.request.source === last.request.source &&
      each.request.destination === last.request.destination &&
      each.given.get('username') === last.given.get('username') &&
      isLike(each),
  );
}

/** The user whose credentials they are, for a sentence. */
export function userOf({ given }: Round): string {
  return cut(given.get('username') ?? '?');
}

/** The response says that the nonce was at fault, and not the password (RFC 7616 section 3.3). */
export function isStale({ again }: Round): boolean {
  return again?.get('stale')?.toLowerCase() === 'true';
}

/** The credentials were computed with the nonce that the challenge gave. */
export function usesNonce({ asked, given }: Round): boolean {
  const nonce = given.get('nonce');
  return nonce !== undefined && nonce !== '' && nonce === asked.get('nonce');
}

function isRefusal(status: number): boolean {
  return isChallenge(status) || status === 403;
}

function found(c: Case): Round[] {
  const { transactions } = c;
  const made: Round[] = [];
  for (let at = transactions.length - 1; at >= 0 && made.length < MAX_ROUNDS; at--) {
    const request = transactions[at]!;
    if (!request.authorized || request.inDialog || !isRefusal(request.status)) continue;
    const challenge = before(c, at);
    const round = challenge && roundOf(c, challenge, request);
    if (round !== undefined) made.push(round);
  }
  return made.reverse();
}

/** The transaction right before one on its way, if it was challenged. */
function before({ transactions }: Case, at: number): Transaction | undefined {
  const { method, source, destination } = transactions[at]!;
  const last = transactions.findLast(
    (each, its) => its < at && each.method === method && each.source === source && each.destination === destination,
  );
  return last !== undefined && isChallenge(last.status) ? last : undefined;
}

function roundOf(c: Case, challenge: Transaction, request: Transaction): Round | undefined {
  const isProxy = challenge.status === 407;
  const [askedIn, givenIn] = isProxy
    ? ['Proxy-Authenticate', 'Proxy-Authorization']
    : ['WWW-Authenticate', 'Authorization'];
  const challenges = digests(c.headers(challenge.final, askedIn));
  const credentials = digests(c.headers(request.request, givenIn));
  const pair = paired(challenges, credentials);
  if (pair === undefined) return undefined;
  let again: Digest | undefined;
  if (request.status !== 403) {
    if (request.status !== challenge.status) return undefined;
    const realm = pair.asked.get('realm');
    const all = digests(c.headers(request.final, askedIn)).filter(each => each.get('realm') === realm);
    again = all.find(each => algorithmOf(each) === algorithmOf(pair.asked)) ?? all[0];
    // Another realm's challenge refuses nothing.
    if (again === undefined) return undefined;
  }
  const waitedUs = c.elapsedUs(challenge.final, request.request);
  return { challenge, request, ...pair, again, givenIn, askedIn, waitedUs };
}

/** The credentials, and the challenge they are for: of the same realm and algorithm, if there is one. */
function paired(
  challenges: readonly Digest[],
  credentials: readonly Digest[],
): { asked: Digest; given: Digest } | undefined {
  const pairs = challenges.flatMap(asked => credentials.map(given => ({ asked, given })));
  const sameRealm = pairs.filter(({ asked, given }) => asked.get('realm') === given.get('realm'));
  return sameRealm.find(({ asked, given }) => algorithmOf(asked) === algorithmOf(given)) ?? sameRealm[0] ?? pairs[0];
}

function digests(values: readonly string[]): Digest[] {
  return values.slice(0, MAX_VALUES).flatMap(value => parseDigest(value) ?? []);
}
