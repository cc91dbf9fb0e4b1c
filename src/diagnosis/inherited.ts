/**
 * The cause travels through the legs of a call: a host refuses one leg because the next one failed. What it says then is its own word for
 * what happened behind it.
 */
import type { Calls } from '../calls/calls.js';
import { CERTAIN } from '../model/call-links.js';
import type { MessageId, RowId } from '../model/ids.js';
import type { Case } from './case.js';
import type { Finding } from './rule.js';
import { isChallenge } from './suspicion.js';
import type { Transaction } from './transactions.js';

/** A host passes a failure back at once. */
const PASSED_US = 100_000;
/** A host gives up a request that nobody answers 32 s after it was sent first (RFC 3261 timer B), and passes that back. */
const GIVEN_UP_US = 33_000_000;
/** Legs behind legs that are followed. */
const MAX_DEPTH = 10;

/** Makes the case of another leg, and finds what is wrong with it. */
export interface Others {
  calls: Calls;
  caseOf(row: RowId): Case;
  findingsIn(c: Case): Finding[];
}

/** A leg that ended right before a refusal, and how long before. */
interface Behind {
  leg: RowId;
  c: Case;
  refusal: MessageId;
  sinceUs: number;
}

/** The verdict of the leg behind a case's, as its own; undefined where no leg behind it explains its failure. */
export function inherited(c: Case, others: Others): Finding | undefined {
  return new Inheritance(others).of(c, 0);
}

/** Looks at each leg of a call once: hosts may have sent one another any number of them. */
class Inheritance {
  readonly #others: Others;
  readonly #cases = new Map<RowId, Case>();
  readonly #asked = new Set<RowId>();

  constructor(others: Others) {
    this.#others = others;
  }

  of(c: Case, depth: number): Finding | undefined {
    this.#asked.add(c.row);
    const { attempt } = c;
    if (attempt === undefined || !isRefused(c, attempt) || depth === MAX_DEPTH) return undefined;
    const { calls } = this.#others;
    const legs = calls.legs(calls.of(c.row));
    const behind = this.#behind(c, attempt, legs);
    if (behind === undefined || !behind.c.isFailed || this.#asked.has(behind.leg)) return undefined;
    const finding = this.of(behind.c, depth + 1) ?? this.#others.findingsIn(behind.c).find(isOfFailure);
    return finding === undefined ? undefined : { ...finding, ...this.#asOf(c, attempt, behind, legs, finding) };
  }

  /** The leg whose end came back: of several the one that ended last before the refusal. */
  #behind(c: Case, attempt: Transaction, legs: readonly RowId[]): Behind | undefined {
    const refused = c.hops(attempt).filter(hop => hop.status >= 300);
    let nearest: Behind | undefined;
    for (const leg of legs) {
      if (leg === c.row) continue;
      const other = this.#caseOf(leg);
      for (const hop of refused) {
        const sinceUs = sinceEndUs(other, c, hop);
        if (sinceUs === undefined || !(sinceUs < (nearest?.sinceUs ?? Number.POSITIVE_INFINITY))) continue;
        nearest = { leg, c: other, refusal: hop.final, sinceUs };
      }
    }
    return nearest;
  }

  #asOf(
    c: Case,
    attempt: Transaction,
    { leg, refusal }: Behind,
    legs: readonly RowId[],
    finding: Finding,
  ): Partial<Finding> {
    const { calls } = this.#others;
    const link = calls
      .links(calls.of(c.row))
      .find(({ a, b }) => (a === c.row && b === leg) || (a === leg && b === c.row));
    const isSure = link !== undefined && link.points >= CERTAIN;
    const origin = finding.behind ?? { conversation: leg, leg: legs.indexOf(leg) + 1 };
    return {
      certainty: isSure ? finding.certainty : 'likely',
      behind: { ...origin, status: c.statusText(attempt.final) },
      evidence: [...finding.evidence, c.shows(refusal, 'what was made of it')],
      assumes: [
        ...(finding.assumes ?? []),
        ...(isSure ? [] : [`assuming that conversation ${leg} is a leg of this call`]),
      ],
    };
  }

  #caseOf(row: RowId): Case {
    let known = this.#cases.get(row);
    if (known === undefined) {
      known = this.#others.caseOf(row);
      this.#cases.set(row, known);
    }
    return known;
  }
}

/** The attempt ended without success; a challenge is no failure. */
function isRefused(c: Case, { status }: Transaction): boolean {
  return c.isCall && status >= 300 && !isChallenge(status);
}

/** What is said of a leg is why it failed: a pattern is not, and neither is what happened after its end. */
function isOfFailure({ certainty, rule }: Finding): boolean {
  return certainty !== 'hint' && rule.step !== 'answered';
}

/**
 * µs between the end of a leg and the refusal of a hop by the host that sent the leg; undefined where the leg is not behind it: another
 * host sent it, it began before, or its end has nothing to do with the refusal.
 */
function sinceEndUs(behind: Case, c: Case, refused: Transaction): number | undefined {
  const { attempt } = behind;
  if (attempt === undefined) return undefined;
  const { messages } = c.conversations;
  if (!c.isSameHost(attempt.source, messages.source.get(refused.final))) return undefined;
  if (!(c.timeUs(attempt.request) >= c.timeUs(refused.request))) return undefined;
  const sinceUs = (id: MessageId) => c.elapsedUs(id, refused.final);
  // What is cancelled is over then: the leg before may hear of it sooner or later.
  const cancelledUs = Math.abs(sinceUs(attempt.cancel));
  if (cancelledUs <= PASSED_US) return cancelledUs;
  if (attempt.final >= 0) return within(sinceUs(attempt.final), PASSED_US);
  // Nothing tells when the host gave up.
  return attempt.cancel >= 0 ? undefined : within(sinceUs(attempt.lastRequest), GIVEN_UP_US);
}

function within(us: number, mostUs: number): number | undefined {
  return us >= 0 && us <= mostUs ? us : undefined;
}
