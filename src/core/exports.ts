/** The core: everything TypeScript calls (binding/core-interface.ts). */
import { isForFirstHop as forFirstHop, isOfAttempt as ofAttempt, isRetry as retry } from './conversations/attempts';
import { beginEndpoints } from './conversations/endpoints';
import { beginPostings } from './conversations/postings';
import { messageAt } from './conversations/tables';
import { beginTexts } from './conversations/texts';
import { beginPorts } from './packets/packet';

export {
  addScanned,
  beginAgain,
  carried,
  carriedAddresses,
  changedRows,
  reduceNext,
  settleAll,
  staleRows,
  touch,
} from './conversations/add';
export { descriptions } from './conversations/descriptions';
export { endpoint, forgetRecentEndpoints } from './conversations/endpoints';
export { numbersNotKept, postings } from './conversations/postings';
export { looseRow, reductions } from './conversations/reducer';
export { shapeOfMessage, shapes, unionWith, unlistedHeaders } from './conversations/shapes';
export { stateOfAnswered } from './conversations/states';
export {
  agents,
  callIds,
  conversations,
  endpoints,
  looks,
  messages,
  methods,
  numbers,
  reasons,
} from './conversations/tables';
export { agentsNotKept, methodsNotKept, reasonsNotKept } from './conversations/texts';
export { hashBytes, hashKeys, hashKeysLength } from './hash';
export { desk, inbox, windowOf } from './memory';
export { takeRecords } from './packets/pcap';
export { records } from './packets/records';
export {
  addStream,
  clearStreams,
  dropPlainStreams,
  dropStream,
  findReverse,
  findStream,
  oldestStream,
  streamCount,
  streamKey,
} from './packets/streams';
export { learnHeaderName } from './scan/header-names';
export { isCertainlySip } from './scan/probe';
export { scanMessage } from './scan/scan';
export { scannedHeaders, scannedLinks, scannedNumbers, tellScanned } from './scan/told';
export {
  beginMarks,
  bytesOf,
  endMarks,
  find,
  idsOf,
  intern,
  internerBytes,
  isRun,
  isUsed,
  lengthOf,
  markedOf,
  markUsed,
  newInterner,
  placesOf,
  release,
  rewrite,
  runsCompared,
  unlink,
} from './tables/interner';
export { clearList, listAt, listCount } from './tables/list';
export {
  addRow,
  chunkAt,
  chunksAdded,
  chunksOf,
  dropChunk,
  moveRow,
  movedAt,
  newTable,
  releaseRow,
  rowsOf,
} from './tables/table';

/** Fills what the tables begin with, once the keys of the hash are there. */
export function begin(): void {
  beginTexts();
  beginEndpoints();
  beginPostings();
  beginPorts();
}

/** See conversations/attempts.ts; by id. */
export function isRetry(attempt: i32, id: i32, answered: bool): bool {
  return retry(messageAt(attempt), messageAt(id), answered);
}

export function isOfAttempt(attempt: i32, id: i32): bool {
  return ofAttempt(messageAt(attempt), messageAt(id));
}

export function isForFirstHop(attempt: i32, id: i32): bool {
  return forFirstHop(messageAt(attempt), messageAt(id));
}
