/** How many conversations failed, and what explains them, in a sentence. */
import { counted, plural } from './counts.js';

/** "3 of 65 conversations did not succeed; 2 causes explain 3." */
export function failuresText(found: {
  /** Conversations that did not come about, or have a verdict. */
  failed: number;
  conversations: number;
  /** Causes, and the conversations they explain. */
  count: number;
  explained: number;
}): string {
  const { failed, conversations, count, explained } = found;
  if (failed === 0)
    return `Nothing is wrong with the ${conversations === 1 ? 'conversation' : plural(conversations, 'conversation')}, as far as the capture shows.`;
  const all = `${counted(failed)} of ${plural(conversations, 'conversation')} did not succeed`;
  if (count === 0) return `${all}; the capture proves no cause.`;
  return `${all}; ${count === 1 ? '1 cause explains' : `${counted(count)} causes explain`} ${counted(explained)}.`;
}
