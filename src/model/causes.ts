/**
 * The causes of trouble that a capture can prove, by the group they belong to, and how certain one is. The ids are a promise of the
 * JSON (docs/json.md); what each means, and when it is said, stands with its rule (src/diagnosis/rules/) and in docs/causes.md.
 */
export const CAUSE_GROUPS = {
  silence: ['nat-binding-closed', 'invite-never-answered'],
  transport: [],
  numbers: [
    'stir-rejected',
    'registered-but-404',
    'did-in-to',
    'wrong-domain',
    'number-format-wrong',
    'number-incomplete',
    'number-unknown',
    'diversion-wrong',
    'diversion-missing',
    'caller-id-anonymous',
    'asserted-identity-missing',
    'caller-id-extension',
    'asserted-identity-wrong',
    'caller-id-not-accepted',
  ],
  registration: [],
  routing: [],
  offers: [],
  answered: [],
  forking: [],
  transfers: [],
  load: [
    'channels-full',
    'rate-limited',
    'no-route',
    'retry-after-ignored',
    'overloaded',
    'reason-q850',
    'reason-sip',
    'server-error',
  ],
  abuse: [],
} as const;

export type CauseGroup = keyof typeof CAUSE_GROUPS;
export type CauseId = (typeof CAUSE_GROUPS)[CauseGroup][number];

/** All ids, in the order of their groups. */
export const CAUSE_IDS: readonly CauseId[] = Object.values(CAUSE_GROUPS).flat();

/**
 * certain: it follows from messages of the capture and a rule of an RFC. likely: with one assumption more, which is named. hint: a
 * pattern, shown where nothing else explains a failure, and never a verdict.
 */
export const CERTAINTIES = ['certain', 'likely', 'hint'] as const;
export type Certainty = (typeof CERTAINTIES)[number];
