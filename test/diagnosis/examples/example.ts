/**
 * What holds a rule: a capture that has its cause, and captures that nearly have it. The scripts are those of
 * test/conversations/script.ts.
 */
import type { CauseId, Certainty } from '../../../src/model/causes.js';
import type { Options } from '../diagnosed.js';

export interface Example extends Options {
  cause: CauseId;
  script: string;
  /** The conversation whose verdict it is; 0 unless told otherwise. */
  row?: number;
  certainty: Certainty;
  /** It is seen besides a verdict that is nearer to the cause. */
  isBesides?: true;
  /** What its sentence is, word for word. */
  sentence: string;
  /** Numbers of the messages that its evidence must have, "conversation:message". */
  evidence: readonly string[];
}

/** A capture in which a cause must not be said of any conversation, not even as a hint unless told otherwise. */
export interface NearExample extends Options {
  notCause: CauseId;
  script: string;
  /** Why not, in words. */
  why: string;
  /** It may be a hint, which is no verdict. */
  mayBeHint?: true;
  /** What the verdict of conversation 0 is instead, as a cause; absent where it has none. */
  instead?: CauseId;
}
