/**
 * The cause travels through the legs of a call: a host refuses one leg because the next one failed. What it says then is its own word for
 * what happened behind it.
 */
import type { MessageId, RowId } from '../model/ids.js';
import { CERTAIN } from '../model/call-links.js';
import type { Calls } from '../calls/calls.js';
import type { Case } from './case.js';
import type { Finding } from './rule.js';

/** A host passes a failure back at once. */
const PASSED_US = 100_000;
/** Legs behind legs that are followed. */
const MAX_DEPTH = 10;

/** Makes the case of another leg, and finds what is wrong with it. */
export interface Others {
  calls: Calls;
  caseOf(row: RowId): Case;
  findingsIn(c: Case): Finding[];
}

/** The verdict of the leg behind a case's, as its own; undefined where no leg behind it explains its failure. */
export function inherited(c: Case, others: Others, depth = 0): Finding | undefined {
  const refusal = refusalOf(c);
  if (refusal === undefined || depth === MAX_DEPTH) return undefined;
  const { calls } = others;
  const legs = calls.legs(calls.of(c.row));
  for (const leg of legs) {
    if (leg === c.row) continue;
    const behind = others.caseOf(leg);
    if (!isBehind(behind, c, refusal)) continue;
    const finding = inherited(behind, others, depth + 1) ?? others.findingsIn(behind)[0];
    if (finding === undefined || finding.certainty === 'hint') continue;
    return { ...finding, ...asOf(c, refusal, leg, legs, finding, others) };
  }
  return undefined;
}

function asOf(
  c: Case,
  refusal: MessageId,
  leg: RowId,
  legs: readonly RowId[],
  finding: Finding,
  { calls }: Others,
): Partial<Finding> {
  const link = calls
    .links(calls.of(c.row))
    .find(({ a, b }) => (a === c.row && b === leg) || (a === leg && b === c.row));
  const isSure = link !== undefined && link.points >= CERTAIN;
  const number = legs.indexOf(leg) + 1;
  return {
    certainty: isSure ? finding.certainty : 'likely',
    behind: finding.behind ?? { conversation: leg, leg: number, status: c.statusText(refusal) },
    evidence: [...finding.evidence, c.shows(refusal, 'what was made of it')],
    assumes: [
      ...(finding.assumes ?? []),
      ...(isSure ? [] : [`assuming that conversation ${leg} is a leg of this call`]),
    ],
  };
}

/** The final response that ended the attempt without success. */
function refusalOf(c: Case): MessageId | undefined {
  const { attempt } = c;
  return c.isCall && attempt !== undefined && attempt.status >= 300 ? attempt.final : undefined;
}

/** Whether a leg began at the host that refused, and ended right before. */
function isBehind(behind: Case, c: Case, refusal: MessageId): boolean {
  const attempt = behind.attempt;
  if (attempt === undefined || !behind.isFailed) return false;
  const { messages } = c.conversations;
  if (!c.isSameHost(attempt.source, messages.source.get(refusal))) return false;
  const ended = Math.max(attempt.final, attempt.cancel, attempt.final < 0 ? attempt.lastRequest : -1);
  const refusedUs = c.timeUs(refusal);
  const sinceUs = refusedUs - messages.timeUs.get(ended as MessageId);
  // Without a final response nothing tells when the host gave up: any time after it sent the request the last time.
  return attempt.final < 0 && attempt.cancel < 0 ? sinceUs >= 0 : sinceUs >= 0 && sinceUs <= PASSED_US;
}
