/**
 * What the scanner says about one message: numbers, and addresses of the bytes it was given, valid as long as those lie there. The fields are those of
 * src/sip/scan/scanned-message.ts, which says what each is; where there is nothing, both ends are the start of the message. The scan of the next message
 * overwrites them.
 */
import { MAX_HEADER_LINES, MAX_LINKS, MAX_NUMBERS } from '../built/scan';

/** Bytes of a number or a link: kind (i32), start and end (u32). */
export const PART_BYTES: usize = 12;
/** User parts of addresses, `numberCount` of them; the kind is an index in NUMBER_KINDS. */
export const NUMBERS: usize = memory.data(12 * MAX_NUMBERS, 4);
/** Links, `linkCount` of them; the kind is the number of the header. */
export const LINKS: usize = memory.data(12 * MAX_LINKS, 4);
/** Numbers of the header lines (u16), `headerCount` of them, and room to read beyond them. */
export const HEADERS: usize = memory.data(2 * MAX_HEADER_LINES + 16, 8);

export namespace scanned {
  export let isResponse: i32 = 0;
  export let method: i32 = 0;
  export let methodStart: usize = 0;
  export let methodEnd: usize = 0;
  export let status: i32 = 0;
  export let reasonStart: usize = 0;
  export let reasonEnd: usize = 0;
  export let uriStart: usize = 0;
  export let uriEnd: usize = 0;
  export let callIdStart: usize = 0;
  export let callIdEnd: usize = 0;
  export let cseq: u32 = 0;
  export let cseqMethod: i32 = 0;
  /** 0 where there is no CSeq. */
  export let cseqMethodStart: usize = 0;
  export let cseqMethodEnd: usize = 0;
  /** Hashes (hash.ts); 0 where absent. */
  export let branch: i32 = 0;
  export let fromTag: i32 = 0;
  export let toTag: i32 = 0;
  /** Branch of the last Via, if there are several; known to the core alone. */
  export let lastBranchStart: usize = 0;
  export let lastBranchEnd: usize = 0;
  export let fromStart: usize = 0;
  export let fromEnd: usize = 0;
  export let toStart: usize = 0;
  export let toEnd: usize = 0;
  export let fromUserStart: usize = 0;
  export let fromUserEnd: usize = 0;
  export let toUserStart: usize = 0;
  export let toUserEnd: usize = 0;
  export let numberCount: i32 = 0;
  export let numbersLeft: i32 = 0;
  export let linkCount: i32 = 0;
  export let linksLeft: i32 = 0;
  export let headerCount: i32 = 0;
  /** Hash (hash.ts) of the list of header numbers. */
  export let headersHash: i32 = 0;
  export let unlisted: i32 = 0;
  /** -1 where absent or no number. */
  export let contentLength: i64 = -1;
  export let bodyStart: usize = 0;
  export let contentTypeStart: usize = 0;
  export let contentTypeEnd: usize = 0;
  export let bodyKind: i32 = 0;
  export let sdp: i32 = 0;
  export let agentStart: usize = 0;
  export let agentEnd: usize = 0;
  export let expiry: i32 = 0;
  export let expiresZero: i32 = 0;
  export let authorization: i32 = 0;
  export let rseq: u32 = 0;
  export let faults: i32 = 0;
  export let suspect: i32 = 0;

  /** Nothing is said of the message at [start, end) yet. */
  export function clear(start: usize, end: usize): void {
    isResponse = method = status = 0;
    methodStart = methodEnd = start;
    reasonStart = reasonEnd = start;
    uriStart = uriEnd = start;
    callIdStart = callIdEnd = start;
    cseq = 0;
    cseqMethod = 0;
    cseqMethodStart = cseqMethodEnd = 0;
    branch = fromTag = toTag = 0;
    lastBranchStart = lastBranchEnd = start;
    fromStart = fromEnd = toStart = toEnd = start;
    fromUserStart = fromUserEnd = toUserStart = toUserEnd = start;
    numberCount = numbersLeft = 0;
    linkCount = linksLeft = 0;
    headerCount = headersHash = unlisted = 0;
    contentLength = -1;
    bodyStart = end;
    contentTypeStart = contentTypeEnd = start;
    agentStart = agentEnd = start;
    bodyKind = sdp = 0;
    expiry = expiresZero = authorization = 0;
    rseq = 0;
    faults = suspect = 0;
  }
}

/** Keeps a number or a link: a part of the message with its kind. */
export function putPart(at: usize, kind: i32, start: usize, end: usize): void {
  store<i32>(at, kind);
  store<u32>(at, <u32>start, 4);
  store<u32>(at, <u32>end, 8);
}
