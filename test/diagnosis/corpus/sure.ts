/** Findings in real captures that were looked at, message by message, and are right. */
import type { CauseId } from '../../../src/model/causes.js';

export interface Sure {
  /** In ../shared/corpus, or "samples/…" of this project. */
  path: string;
  cause: CauseId;
  /** All conversations of the capture in which it is certain or likely, as the verdict or besides it. */
  conversations: readonly number[];
  /** Why it is right. */
  why: string;
}
