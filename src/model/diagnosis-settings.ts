/** What the user knows and the capture cannot tell: numbers of their own, what a trunk takes, and causes they do not want to hear of. */
import type { CauseId } from './causes.js';

/** A cause that is known, and not said of a peer; of none where `peer` is null. */
export interface Silenced {
  cause: CauseId;
  /** The key of its incident: an address, a number; null for all. */
  peer: string | null;
}

export interface DiagnosisSettings {
  silenced: readonly Silenced[];
}

export const NO_SETTINGS: DiagnosisSettings = { silenced: [] };
