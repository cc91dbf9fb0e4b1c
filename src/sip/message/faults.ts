/**
 * What can be wrong with a message: one code a fault, with the sentence that names the rule it breaks. The scanner sets
 * the bit of those it sees in passing; message-faults.ts finds all of them and says where.
 */

/** Every fault by code, with the rule it breaks. Their order is that of their bits; the first ones are those the scanner knows. */
export const FAULT_RULES = {
  'start-line': 'The first line is neither a request line nor a status line (RFC 3261 section 7).',
  version: 'The version is not SIP/2.0 (RFC 3261 section 7.1).',
  status: 'The status code is not three digits from 100 to 699 (RFC 3261 section 7.2).',
  'missing-header': 'A header every message must have is missing (RFC 3261 section 8.1.1).',
  'repeated-header': 'A header that may appear only once is repeated (RFC 3261 section 7.3.1).',
  cseq: 'CSeq is not a number below 2^31 and a method (RFC 3261 section 8.1.1.5).',
  'cseq-method': 'The method in CSeq differs from that of the request (RFC 3261 section 8.1.1.5).',
  'content-length': 'Content-Length is not the number of bytes of the body (RFC 3261 section 20.14).',
  'header-line': 'A header line has no name followed by a colon (RFC 3261 section 7.3.1).',
  'header-end': 'The blank line after the headers is missing (RFC 3261 section 7).',
  'start-line-space': 'The start line has white space other than one space between its parts (RFC 3261 section 7.1).',
  'request-uri':
    'The Request-URI is not a URI: it is in angle brackets, empty, or holds white space (RFC 3261 section 7.1).',
  uri: 'The address holds a character that a URI may not have unescaped (RFC 3261 section 25.1).',
  quote: 'A quoted string is not closed (RFC 3261 section 25.1).',
  'display-name': 'A display name that is not all tokens must be quoted (RFC 3261 section 20.10).',
  brackets: 'An address with a comma, semicolon or question mark must be in angle brackets (RFC 3261 section 20).',
  separator: 'A header has a separator with nothing between it and the next (RFC 3261 section 7.3.1).',
  branch: 'The Via branch is the magic cookie and nothing else (RFC 3261 section 8.1.1.7).',
  date: 'The date is not in GMT (RFC 3261 section 20.17).',
  number: 'A number is larger than its header allows (RFC 3261 section 25.1).',
  escape: 'A percent sign is not followed by two hexadecimal digits (RFC 3261 section 19.1.2).',
} as const;

export type FaultCode = keyof typeof FAULT_RULES;

/** Codes by bit. */
export const FAULT_CODES = Object.keys(FAULT_RULES) as readonly FaultCode[]; // the keys are what FaultCode is

/** Bits of `ScannedMessage.faults`, those of the first codes: what the scanner sees in passing. */
export const FAULT = {
  StartLine: 1 << 0,
  Version: 1 << 1,
  Status: 1 << 2,
  MissingHeader: 1 << 3,
  RepeatedHeader: 1 << 4,
  CSeq: 1 << 5,
  CSeqMethod: 1 << 6,
  ContentLength: 1 << 7,
  HeaderLine: 1 << 8,
  HeaderEnd: 1 << 9,
} as const;

/** One fault of one message: where it is, and the rule in words. Offsets are bytes from the start of the message. */
export interface Fault {
  code: FaultCode;
  offset: number;
  length: number;
  message: string;
}
