/**
 * What the list says of a row that has a verdict: the verdict in place of the outcome. A hint is only said where nothing else explains
 * a failure, and never in the colour of one.
 */
import type { VerdictRow } from '../../engine/protocol/diagnosis.js';
import type { ConversationRow } from '../../engine/protocol/rows.js';
import { STATE_GROUPS } from '../../sip/states.js';
import type { Role } from '../../terminal/line.js';

const BAD: ReadonlySet<string> = new Set(STATE_GROUPS.bad);

/** The verdict that stands in place of the outcome; null where the outcome does. */
export function shownVerdict({ verdict, state }: ConversationRow): VerdictRow | null {
  if (verdict === null || (verdict.certainty === 'hint' && !BAD.has(state))) return null;
  return verdict;
}

/** The verdict, or else what became of it. */
export function outcomeText(row: ConversationRow): string {
  return shownVerdict(row)?.short ?? row.outcome;
}

/** The colour of a cell that says the verdict; null where it says the outcome. */
export function verdictRole(row: ConversationRow): Role | null {
  const verdict = shownVerdict(row);
  if (verdict === null) return null;
  if (verdict.certainty === 'hint') return 'plain';
  return BAD.has(row.state) ? 'failure' : 'warning';
}
