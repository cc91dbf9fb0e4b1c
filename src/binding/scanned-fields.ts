/** The numbers the core tells of a scanned message, in this order: the fields of ScannedMessage (sip/scan/scanned-message.ts). */

/** Offsets; the core tells addresses. */
export const SCANNED_OFFSETS = [
  ...([
    'methodStart',
    'methodEnd',
    'reasonStart',
    'reasonEnd',
    'uriStart',
    'uriEnd',
    'callIdStart',
    'callIdEnd',
  ] as const),
  ...([
    'fromStart',
    'fromEnd',
    'toStart',
    'toEnd',
    'fromUserStart',
    'fromUserEnd',
    'toUserStart',
    'toUserEnd',
  ] as const),
  ...(['bodyStart', 'contentTypeStart', 'contentTypeEnd', 'agentStart', 'agentEnd'] as const),
  // 0 where there is no CSeq.
  ...(['cseqMethodStart', 'cseqMethodEnd'] as const),
] as const;

/** All others. */
export const SCANNED_NUMBERS = [
  ...(['isResponse', 'method', 'status', 'cseq', 'cseqMethod', 'branch', 'fromTag', 'toTag'] as const),
  ...(['numberCount', 'numbersLeft', 'linkCount', 'linksLeft', 'headerCount', 'unlisted'] as const),
  ...([
    'contentLength',
    'bodyKind',
    'sdp',
    'expiry',
    'expiresZero',
    'authorization',
    'rseq',
    'faults',
    'suspect',
  ] as const),
] as const;

export const SCANNED_FIELDS = [...SCANNED_OFFSETS, ...SCANNED_NUMBERS] as const;

export type ScannedField = (typeof SCANNED_FIELDS)[number];

/** Where each is among them. */
export const FIELD = Object.fromEntries(SCANNED_FIELDS.map((name, at) => [name, at])) as Record<ScannedField, number>; // the keys are all of the list
