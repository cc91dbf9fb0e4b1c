/**
 * What the scanner says about one message: numbers, and offsets into the bytes it was given, valid as long as those are.
 * One object is reused for all messages.
 */
import { CONTENT } from '../framing/content.js';
import type { HeaderNames } from '../headers/header-names.js';

/** Bits of what a REGISTER says about the end of its bindings. */
export const EXPIRY = { HeaderZero: 1, ContactZero: 2, ContactStays: 4 } as const;

/** Numbers kept of one message; further ones (a Contact list of a hundred) are passed over. */
export const MAX_NUMBERS = 32;
/** Different header lines kept of one message. */
export const MAX_HEADER_LINES = 256;

/** Links kept of one message. */
export const MAX_LINKS = 8;
/** Bytes of the value of a header nobody registered that may tell calls apart. */
export const MIN_TRACE = 8;
export const MAX_TRACE = 256;

export abstract class ScannedMessage {
  /** The table header numbers refer to. */
  readonly names: HeaderNames;

  /** 1 for a status line, 0 for a request line. */
  isResponse = 0;
  /** Number of a registered method (sip/headers/methods.ts) of the request; 0 for others and for responses. */
  method = 0;
  /** The method token of a request. */
  methodStart = 0;
  methodEnd = 0;
  /** Status code of a response, 0 if it is not three digits. */
  status = 0;
  reasonStart = 0;
  reasonEnd = 0;
  uriStart = 0;
  uriEnd = 0;

  /** Call-ID without white space around it; start = end where absent or empty. */
  callIdStart = 0;
  callIdEnd = 0;

  /** Number in CSeq, 0 where absent. */
  cseq = 0;
  /** Number of the registered method in CSeq; 0 for others (see the token) and where absent. */
  cseqMethod = 0;
  cseqMethodStart = 0;
  cseqMethodEnd = 0;

  /** Hashes (bytes/words.ts); 0 where absent. `branch` is that of the topmost Via. */
  branch = 0;
  fromTag = 0;
  toTag = 0;

  /** Values of From and To, unfolded white space included. */
  fromStart = 0;
  fromEnd = 0;
  toStart = 0;
  toEnd = 0;
  /** User parts in From and To; start = end where there is none. */
  fromUserStart = 0;
  fromUserEnd = 0;
  toUserStart = 0;
  toUserEnd = 0;

  /** User parts of addresses, in order: index in NUMBER_KINDS (headers/header-table.ts), and where they are. */
  numberCount = 0;
  /** Further ones, which are not kept. */
  numbersLeft = 0;
  readonly numberKind = new Uint8Array(MAX_NUMBERS);
  readonly numberStart = new Int32Array(MAX_NUMBERS);
  readonly numberEnd = new Int32Array(MAX_NUMBERS);

  /** Headers that link the legs of a call: number of the header, and where the value lies. */
  linkCount = 0;
  /** Further ones, which are not kept. */
  linksLeft = 0;
  readonly linkKind = new Uint16Array(MAX_LINKS);
  readonly linkStart = new Int32Array(MAX_LINKS);
  readonly linkEnd = new Int32Array(MAX_LINKS);

  /** Numbers of the header lines in order, a repeat next to itself left out. */
  headerCount = 0;
  readonly headers = new Uint16Array(MAX_HEADER_LINES);
  /** 1 where `headers` lacks some: there are too many, or one whose name has no number. */
  unlisted = 0;

  /** Value of Content-Length, -1 where absent or no number. */
  contentLength = -1;
  /** First byte of the body; the end of the bytes where there is none. */
  bodyStart = 0;
  /** Value of Content-Type, and one of CONTENT (framing/content.ts). */
  contentTypeStart = 0;
  contentTypeEnd = 0;
  bodyKind: number = CONTENT.Other;
  /** 1 where the body is SDP or a multipart that holds SDP. */
  sdp = 0;

  /** User-Agent, else Server. */
  agentStart = 0;
  agentEnd = 0;

  /** Bits of EXPIRY. */
  expiry = 0;
  /** 1 where every binding is to expire at once: Expires 0 or ;expires=0, and no Contact says otherwise. */
  expiresZero = 0;
  /** 1 where Authorization or Proxy-Authorization is present. */
  authorization = 0;
  /** Value of RSeq (RFC 3262), 0 where absent. */
  rseq = 0;
  /** Bits of FAULT. */
  faults = 0;
  /** 1 where a value was not cleared (clearance.ts): it may have a fault that only message-faults.ts tells. */
  suspect = 0;

  constructor(names: HeaderNames) {
    this.names = names;
  }

  /** Scans the message at [start, end) of `bytes`. White space before the start line is passed over. */
  abstract scan(bytes: Uint8Array, start: number, end: number): void;
}
