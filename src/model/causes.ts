/**
 * The causes of trouble that a capture can prove, by the group they belong to, and how certain one is. The ids are a promise of the
 * JSON (docs/json.md); what each means, and when it is said, stands with its rule (src/diagnosis/rules/) and in docs/causes.md.
 */
export const CAUSE_GROUPS = {
  silence: ['nat-binding-closed', 'invite-never-answered'],
  transport: [],
  numbers: [],
  registration: [],
  routing: [],
  offers: [],
  answered: [],
  forking: [],
  transfers: [],
  load: [],
  abuse: [],
} as const;

export type CauseGroup = keyof typeof CAUSE_GROUPS;
export type CauseId = (typeof CAUSE_GROUPS)[CauseGroup][number];

/** All ids, in the order of their groups. */
export const CAUSE_IDS: readonly CauseId[] = Object.values(CAUSE_GROUPS).flat();

/** How certain a finding is, surest first; CERTAINTY_MEANS says what that promises. */
export const CERTAINTIES = ['certain', 'likely', 'hint'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

export const CERTAINTY_MEANS: Readonly<Record<Certainty, string>> = {
  certain: 'it follows from messages of the capture and a rule of an RFC',
  likely: 'it needs one assumption more, which is named',
  hint: 'a pattern: said where nothing else explains a failure, never as a cause',
};
