/** What the user knows and the capture cannot tell: numbers of their own, what a trunk takes, and causes they do not want to hear of. */
import type { CauseId } from './causes.js';

/** A cause that is known, and not said of a peer; of none where `peer` is null. */
export interface Silenced {
  cause: CauseId;
  /** The key of its incident: an address, a number; null for all. */
  peer: string | null;
}

/** Numbers of one length between two, both included: digits as they are dialled, with "+" or without. */
export interface NumberRange {
  from: string;
  to: string;
}

export interface Numbering {
  /** "354"; "" where it is not known. */
  country: string;
  /** Digits of a national number; 0 where it is not known. */
  length: number;
  /** What callers of one's own are. */
  own: readonly NumberRange[];
}

export const TRUNK_FORMATS = ['+E164', 'E164', 'national'] as const;
export type TrunkFormat = (typeof TRUNK_FORMATS)[number];

export const TRUNK_DIVERSIONS = ['required', 'optional'] as const;
export type TrunkDiversion = (typeof TRUNK_DIVERSIONS)[number];

/** What a provider takes on a trunk. */
export interface Trunk {
  /** "10.11.12.13", "10.11.0.0/16". */
  peer: string;
  /** Callers it accepts; any where null. */
  allowed: readonly NumberRange[] | null;
  /** How callers and called numbers are written there; unknown where null. */
  format: TrunkFormat | null;
  /** Whether a forwarded call has to say who forwards it; unknown where null. */
  diversion: TrunkDiversion | null;
  /** Calls at once; unknown where null. */
  channels: number | null;
}

export interface DiagnosisSettings {
  silenced: readonly Silenced[];
  numbering: Numbering;
  trunks: readonly Trunk[];
}

export const NO_NUMBERING: Numbering = { country: '', length: 0, own: [] };
export const NO_SETTINGS: DiagnosisSettings = { silenced: [], numbering: NO_NUMBERING, trunks: [] };

/** "4151500-4151599", "+3544151500-+3544151599" or one number; null where the text is none of them. */
export function parseNumberRange(text: string): NumberRange | null {
  const bare = text.replace(/[\s.()]/g, '');
  const [, from, to = from] = /^(\+?\d{2,15})(?:[-–](\+?\d{2,15}))?$/.exec(bare) ?? [];
  if (from === undefined || to === undefined) return null;
  return from.length === to.length && from <= to ? { from, to } : null;
}
