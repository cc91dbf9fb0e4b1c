/**
 * A call as a whole: one row made of those of its legs. The first leg tells who called, the last who was called, all of them what it
 * took. What became of it is what the caller saw; where that is a failure, the leg is named that explains it.
 */
import { splitAddress } from '../../format/addresses.js';
import { CERTAINTIES } from '../../model/causes.js';
import type { ConversationRow, State } from '../protocol/rows.js';

const SUCCEEDED: ReadonlySet<State> = new Set(['in-call', 'completed', 'answered', 'registered', 'unregistered']);
/** A busy leg is one, too: it ends the call of its caller. */
const FAILED: ReadonlySet<State> = new Set(['busy', 'rejected', 'failed', 'unanswered']);
const PENDING: ReadonlySet<State> = new Set(['calling', 'ringing', 'pending']);

/**
 * The row of a call.
 * @param legs Of one call, ascending, at least one; the row has the number of the first.
 */
export function wholeOf(legs: readonly ConversationRow[]): ConversationRow {
  const first = legs[0]!;
  const last = legs.at(-1)!;
  if (first === last) return first;
  const seen = seenByCaller(legs);
  const decides = SUCCEEDED.has(seen.state) ? seen : (explanation(seen, legs) ?? seen);
  const timed = legs.filter(({ dated }) => dated === first.dated);
  const startUs = earliest(timed.map(leg => leg.startUs));
  const endUs = latest(timed.map(leg => leg.endUs));
  return {
    ...first,
    startUs,
    endUs,
    durationMs: startUs === null || endUs === null ? null : (endUs - startUs) / 1000,
    to: last.to,
    toUri: last.toUri,
    dst: last.dst,
    calleeAgent: last.calleeAgent,
    messages: sum(legs, leg => leg.messages),
    retransmissions: sum(legs, leg => leg.retransmissions),
    copies: sum(legs, leg => leg.copies),
    events: sum(legs, leg => leg.events),
    state: decides.state,
    status: decides.status,
    reason: decides.reason,
    outcomeKind: decides.outcomeKind,
    outcome: outcomeOf(decides, legs),
    ringMs: sinceStart(seen, seen.ringMs, startUs),
    setupMs: sinceStart(seen, seen.setupMs, startUs),
    hungUpBy: seen.hungUpBy,
    earlyMedia: seen.earlyMedia,
    ...causeOf(legs),
    verdict: SUCCEEDED.has(seen.state) ? verdictOf(legs.filter(isGood), legs) : verdictOf(legs, legs, decides),
    found: placesFound(legs),
    cells: first.cells.map((_, column) => legs.find(({ cells }) => cells[column] != null)?.cells[column] ?? null),
  };
}

/**
 * The leg that the caller saw: the first whose beginning was captured. Where that brought nothing, one that succeeded and was sent by the
 * same host, as the branches of a fork and a second attempt are; or any that succeeded, where the first was redirected.
 */
function seenByCaller(legs: readonly ConversationRow[]): ConversationRow {
  const first = legs.find(({ state }) => state !== 'partial') ?? legs[0]!;
  if (SUCCEEDED.has(first.state)) return first;
  const again = (leg: ConversationRow) => first.state === 'redirected' || isSameSender(first, leg);
  return legs.find(leg => SUCCEEDED.has(leg.state) && again(leg)) ?? first;
}

/** Whether the host that sent the first leg sent the other, too. A host that calls itself is told by its port. */
function isSameSender({ src, dst }: ConversationRow, other: ConversationRow): boolean {
  if (src === null || other.src === null) return false;
  const { host } = splitAddress(src);
  if (dst !== null && splitAddress(dst).host === host) return src === other.src;
  return splitAddress(other.src).host === host;
}

/** The last leg beyond that of the caller that failed, unless the call went on in another one. */
function explanation(seen: ConversationRow, legs: readonly ConversationRow[]): ConversationRow | undefined {
  const beyond = legs.filter(leg => leg !== seen);
  return beyond.findLast(leg => FAILED.has(leg.state) && !beyond.some(other => goesOn(leg, other)));
}

/** Whether a leg that failed was followed by another one, or another may succeed where it did not. */
function goesOn(failed: ConversationRow, other: ConversationRow): boolean {
  if (SUCCEEDED.has(other.state) || PENDING.has(other.state)) return true;
  const { startUs, dated } = other;
  return startUs !== null && failed.endUs !== null && dated === failed.dated && startUs > failed.endUs;
}

/** The sentence of the leg that decides; it is named if that is not the caller's own, and where it failed. */
function outcomeOf(leg: ConversationRow, legs: readonly ConversationRow[]): string {
  const sentence = leg.outcome || leg.state;
  if (leg === legs[0] && !FAILED.has(leg.state)) return sentence;
  return `leg ${legs.indexOf(leg) + 1} of ${legs.length}: ${sentence}`;
}

/** The surest cause of the legs: of those that are equally sure, the first. */
function causeOf(legs: readonly ConversationRow[]): Pick<ConversationRow, 'cause' | 'about'> {
  const found = legs.filter(({ cause }) => cause !== null).sort(bySurety)[0];
  return { cause: found?.cause ?? null, about: found?.about ?? null };
}

function isGood({ state }: ConversationRow): boolean {
  return SUCCEEDED.has(state);
}

/**
 * The surest verdict of some legs, with the leg named where the trouble is. Of those that are equally sure, that of the leg that decides what
 * became of the call, then one that is not only passed on from another leg.
 * @param legs All of the call.
 */
function verdictOf(
  some: readonly ConversationRow[],
  legs: readonly ConversationRow[],
  decides?: ConversationRow,
): ConversationRow['verdict'] {
  const rank = (leg: ConversationRow) => (leg === decides ? 0 : leg.verdict?.conversation === leg.index ? 1 : 2);
  const [leg] = some.filter(({ verdict }) => verdict !== null).sort((a, b) => bySurety(a, b) || rank(a) - rank(b));
  const verdict = leg?.verdict;
  if (leg === undefined || verdict == null) return null;
  // What is passed on names its leg itself.
  if (verdict.conversation !== leg.index) return verdict;
  return { ...verdict, short: `leg ${legs.indexOf(leg) + 1} of ${legs.length}: ${verdict.short}` };
}

/** The surest verdict first. */
function bySurety(a: ConversationRow, b: ConversationRow): number {
  return surety(a) - surety(b);
}

function surety({ verdict }: ConversationRow): number {
  return verdict === null ? CERTAINTIES.length : CERTAINTIES.indexOf(verdict.certainty);
}

/** A time that a leg took, counted from the start of the call. */
function sinceStart(leg: ConversationRow, ms: number | null, startUs: number | null): number | null {
  if (ms === null || startUs === null || leg.startUs === null) return ms;
  return ms + (leg.startUs - startUs) / 1000;
}

/** Where the number asked for stands in any of the legs. */
function placesFound(legs: readonly ConversationRow[]): string | null {
  const places = new Set(legs.flatMap(({ found }) => found?.split(', ') ?? []));
  return places.size === 0 ? null : [...places].join(', ');
}

function sum(legs: readonly ConversationRow[], of: (leg: ConversationRow) => number): number {
  return legs.reduce((total, leg) => total + of(leg), 0);
}

function earliest(timesUs: readonly (number | null)[]): number | null {
  const known = timesUs.filter(timeUs => timeUs !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function latest(timesUs: readonly (number | null)[]): number | null {
  const known = timesUs.filter(timeUs => timeUs !== null);
  return known.length === 0 ? null : Math.max(...known);
}
