/** What the scanner found, in memory, for those who read it from TypeScript (binding/core-scan.ts): a number of 64 bits each, in the order of FIELD. */
import { FIELD, FIELDS } from '../built/scan';
import { HEADERS, LINKS, NUMBERS, scanned } from './scanned';

const TOLD: usize = memory.data(8 * FIELDS, 8);

function tell(field: usize, value: f64): void {
  store<f64>(TOLD + field, value);
}

/** Writes down what was found of the message just scanned; returns where. */
export function tellScanned(): usize {
  tellOffsets();
  tellNumbers();
  return TOLD;
}

function tellOffsets(): void {
  tell(FIELD.methodStart, <f64>scanned.methodStart);
  tell(FIELD.methodEnd, <f64>scanned.methodEnd);
  tell(FIELD.reasonStart, <f64>scanned.reasonStart);
  tell(FIELD.reasonEnd, <f64>scanned.reasonEnd);
  tell(FIELD.uriStart, <f64>scanned.uriStart);
  tell(FIELD.uriEnd, <f64>scanned.uriEnd);
  tell(FIELD.callIdStart, <f64>scanned.callIdStart);
  tell(FIELD.callIdEnd, <f64>scanned.callIdEnd);
  tell(FIELD.cseqMethodStart, <f64>scanned.cseqMethodStart);
  tell(FIELD.cseqMethodEnd, <f64>scanned.cseqMethodEnd);
  tell(FIELD.fromStart, <f64>scanned.fromStart);
  tell(FIELD.fromEnd, <f64>scanned.fromEnd);
  tell(FIELD.toStart, <f64>scanned.toStart);
  tell(FIELD.toEnd, <f64>scanned.toEnd);
  tell(FIELD.fromUserStart, <f64>scanned.fromUserStart);
  tell(FIELD.fromUserEnd, <f64>scanned.fromUserEnd);
  tell(FIELD.toUserStart, <f64>scanned.toUserStart);
  tell(FIELD.toUserEnd, <f64>scanned.toUserEnd);
  tell(FIELD.bodyStart, <f64>scanned.bodyStart);
  tell(FIELD.contentTypeStart, <f64>scanned.contentTypeStart);
  tell(FIELD.contentTypeEnd, <f64>scanned.contentTypeEnd);
  tell(FIELD.agentStart, <f64>scanned.agentStart);
  tell(FIELD.agentEnd, <f64>scanned.agentEnd);
}

function tellNumbers(): void {
  tell(FIELD.isResponse, <f64>scanned.isResponse);
  tell(FIELD.method, <f64>scanned.method);
  tell(FIELD.status, <f64>scanned.status);
  tell(FIELD.cseq, <f64>scanned.cseq);
  tell(FIELD.cseqMethod, <f64>scanned.cseqMethod);
  tell(FIELD.branch, <f64>scanned.branch);
  tell(FIELD.fromTag, <f64>scanned.fromTag);
  tell(FIELD.toTag, <f64>scanned.toTag);
  tell(FIELD.numberCount, <f64>scanned.numberCount);
  tell(FIELD.numbersLeft, <f64>scanned.numbersLeft);
  tell(FIELD.linkCount, <f64>scanned.linkCount);
  tell(FIELD.linksLeft, <f64>scanned.linksLeft);
  tell(FIELD.headerCount, <f64>scanned.headerCount);
  tell(FIELD.unlisted, <f64>scanned.unlisted);
  tell(FIELD.contentLength, <f64>scanned.contentLength);
  tell(FIELD.bodyKind, <f64>scanned.bodyKind);
  tell(FIELD.sdp, <f64>scanned.sdp);
  tell(FIELD.expiry, <f64>scanned.expiry);
  tell(FIELD.expiresZero, <f64>scanned.expiresZero);
  tell(FIELD.authorization, <f64>scanned.authorization);
  tell(FIELD.rseq, <f64>scanned.rseq);
  tell(FIELD.faults, <f64>scanned.faults);
  tell(FIELD.suspect, <f64>scanned.suspect);
}

/** Where the user parts of addresses lie: PART_BYTES each. */
export function scannedNumbers(): usize {
  return NUMBERS;
}

/** Where the links lie. */
export function scannedLinks(): usize {
  return LINKS;
}

/** Where the numbers of the headers lie. */
export function scannedHeaders(): usize {
  return HEADERS;
}
