/**
 * The causes of trouble that a capture can prove, by the group they belong to, and how certain one is. The ids are a promise of the
 * JSON (docs/json.md); what each means, and when it is said, stands with its rule (src/diagnosis/rules/) and in docs/causes.md.
 */
export const CAUSE_GROUPS = {
  silence: [
    'register-contact-unreachable',
    'nat-port-changed',
    'options-peer-down',
    'method-ignored',
    'nat-binding-closed',
    'peer-died',
    'wrong-port',
    'callee-phone-down',
    'cancel-unanswered',
    'bye-unanswered',
    'peer-never-seen',
    'invite-never-answered',
  ],
  transport: [
    'icmp-unreachable',
    'tls-failed',
    'tcp-reset',
    'auth-retry-too-big',
    'udp-too-big',
    'dns-failed',
    'malformed-rejected',
    'wrong-address-family',
    'transport-switch',
  ],
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
  registration: [
    'cseq-not-raised',
    'realm-or-uri-mismatch',
    'nonce-old',
    'same-challenge-repeats',
    'user-unknown',
    'credentials-wrong',
    'register-interval',
    'auth-loop',
    'not-registered',
    'auth-never-tried',
    'ip-not-allowed',
  ],
  routing: [
    'loop',
    'merged-request',
    'max-forwards-low',
    'loop-behind',
    'tag-mismatch',
    'redirect-not-followed',
    'method-not-allowed',
    'record-route-ignored',
    'route-set-order',
    'remote-target-wrong',
    'in-dialog-order',
    'peer-restarted',
    'dialog-unknown',
  ],
  offers: [
    'offer-without-media',
    'content-type-refused',
    'no-common-codec',
    'srtp-mismatch',
    'late-offer-refused',
    'answer-sdp-missing',
    'answer-invalid',
    't38-refused',
    'reinvite-refused',
    'reinvite-unanswered',
    'dtmf-info-refused',
  ],
  answered: [
    'ack-missing',
    'final-not-acknowledged',
    'session-refresh-failed',
    'session-timer-drop',
    'session-interval-small',
    'prack-missing',
    'prack-ignored',
    '100rel-refused',
    'cancel-race',
    'glare',
    'timeout-upstream',
  ],
  forking: ['fork-second-answer', 'retry-storm', 'all-branches-failed', 'no-progress'],
  transfers: ['replaces-unknown', 'transfer-failed', 'transfer-refused'],
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
  abuse: ['scanner'],
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
