/** Why nothing can be said of a conversation that may have failed: the capture lacks what would tell. */
import type { Case } from './case.js';
import { isOneSided, isSentOnce, TIMEOUT_US } from './silence.js';

export const UNJUDGED = {
  'begins-in-call': 'the capture begins in the conversation',
  'ends-early': 'the capture ends while a response is awaited',
  'one-sided': 'only one direction was captured',
  'sent-once': 'a request was sent only once, as if it had been answered',
  unreadable: 'its messages cannot be read any more',
} as const;

export type Unjudged = keyof typeof UNJUDGED;

/** Why a case without a verdict cannot be judged; undefined where it can, and nothing is wrong or nothing is known. */
export function unjudged(c: Case): Unjudged | undefined {
  if (c.state === 'partial') return 'begins-in-call';
  const { attempt } = c;
  if (attempt === undefined || attempt.final >= 0) return undefined;
  if (isOneSided(c, attempt)) return 'one-sided';
  if (attempt.answered) return undefined;
  if (isSentOnce(c, attempt) && c.nowUs - c.timeUs(attempt.request) >= TIMEOUT_US) return 'sent-once';
  if (c.ended) return 'ends-early';
  return undefined;
}
