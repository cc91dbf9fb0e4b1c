/**
 * Why two conversations are legs of one call, and how certain that is. The ids are a promise of the JSON (docs/json.md); the
 * words are for people.
 */
export const REASONS = {
  'call-id-header': 'a header names the Call-ID of the other',
  'session-id': 'both have the same Session-ID',
  icid: 'both have the same charging identifier',
  'trace-header': 'both have the same value in a header that follows a call',
  'learned-header': 'both have the same value in a header that nobody registered',
  'header-token': 'both have the same token inside a header',
  'call-id-form': 'one Call-ID is made from the other',
  'via-branch': 'the Via of one is in the other',
  replaces: 'one names the dialog of the other',
  refer: 'one was referred to by the other',
  diversion: 'one was diverted from the other',
  offer: 'the same media were offered in both',
  answer: 'the same media were answered in both',
  'media-key': 'both have the same media keys',
  relay: 'a host received the first and sent the second',
  'by-hand': 'joined by hand',
} as const;

export type Reason = keyof typeof REASONS;

/** All reasons, in the order of their numbers. */
export const REASON_IDS = Object.keys(REASONS) as Reason[];

/** Points from which a link is certain, and from which it joins at all. The weights of evidence add up to them. */
export const CERTAIN = 90;
export const LIKELY = 65;

export type Certainty = 'certain' | 'likely';

export function certaintyOf(points: number): Certainty {
  return points >= CERTAIN ? 'certain' : 'likely';
}
