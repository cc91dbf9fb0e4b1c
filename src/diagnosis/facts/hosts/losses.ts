/** What the capture lacks: packets it lost may be the answers that are missing. */
import type { Found } from '../../rule.js';
import type { Case } from '../../case.js';
import type { Transaction } from '../../transactions.js';

/** One step down. */
const LOWER = { certain: 'likely', likely: 'hint', hint: 'hint' } as const;

/** Whether the capture lost packets since a request was sent: of its source, or of the stream that carried it. */
export function isLossy(c: Case, { request }: Transaction): boolean {
  const { events, messages } = c.conversations;
  const sentUs = c.timeUs(request);
  const lost = events
    .ofSource(messages.origin.get(request))
    .some(({ kind, timeUs }) => kind === 'capture-loss' && !(timeUs < sentUs));
  return lost || c.events.some(({ kind, timeUs }) => kind === 'stream-gap' && !(timeUs < sentUs));
}

/** What is found in the silence of a request, one step less certain where the capture lost packets meanwhile. */
export function withLosses(c: Case, transaction: Transaction, found: Found): Found {
  if (!isLossy(c, transaction)) return found;
  return {
    ...found,
    certainty: LOWER[found.certainty],
    assumes: [...(found.assumes ?? []), 'no answer is among the packets that the capture lost'],
  };
}
