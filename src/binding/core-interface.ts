/** What the core (src/core/) offers and what it asks for, as types. Everything is a number: addresses, ids, and 1 or 0 for true or false. */

/** What the core asks for; see src/core/host.ts. */
export interface Host {
  newHeaderName(at: number, length: number): number;
  holdsSdp(typeStart: number, typeEnd: number, start: number, end: number, loneCr: number): number;
  faultBits(id: number, at: number, length: number, cut: number): number;
  shapeAdded(shape: number): void;
  unionOf(set: number, shape: number): number;
  linked(row: number, id: number, count: number, left: number): void;
  otherCseqMethod(id: number, method: number): void;
  tunnelNumber(at: number, count: number): number;
  joined(id: number, at: number, count: number): void;
  placeUs(id: number): number;
  requestBesides(row: number, id: number, isOver: number): void;
  responseBesides(row: number, id: number): void;
  putBefore(row: number, attempt: number, answer: number): void;
  goOn(row: number): void;
  clearBesides(row: number): void;
}

/** A number of the core: an address, or a count that changes. */
interface CoreGlobal {
  readonly value: number;
}

/** What the core offers; see src/core/exports.ts. */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  hashKeys(): number;
  hashKeysLength(): number;
  hashBytes(start: number, end: number): number;
  /** Fills what the tables begin with, once the keys of the hash are there. */
  begin(): void;
  inbox(length: number): number;
  desk(length: number): number;
  windowOf(length: number): number;

  learnHeaderName(at: number, length: number, number: number): void;
  isCertainlySip(at: number, end: number): number;
  scanMessage(start: number, end: number): void;
  tellScanned(): number;
  scannedNumbers(): number;
  scannedLinks(): number;
  scannedHeaders(): number;

  readonly chunksAdded: CoreGlobal;
  newTable(size: number): number;
  addRow(table: number): number;
  rowsOf(table: number): number;
  chunksOf(table: number): number;
  chunkAt(table: number, chunk: number): number;
  dropChunk(table: number, chunk: number): void;
  moveRow(table: number, row: number): void;
  movedAt(table: number, row: number): number;
  releaseRow(table: number, row: number): void;

  newInterner(limit: number): number;
  placesOf(interner: number): number;
  idsOf(interner: number): number;
  intern(interner: number, at: number, length: number): number;
  find(interner: number, at: number, length: number): number;
  isRun(interner: number, id: number, at: number, length: number): number;
  bytesOf(interner: number, id: number): number;
  lengthOf(interner: number, id: number): number;
  unlink(interner: number, id: number): void;
  release(interner: number, id: number): void;
  rewrite(interner: number, id: number): void;
  beginMarks(interner: number): void;
  endMarks(interner: number): void;
  markUsed(interner: number, id: number): void;
  isUsed(interner: number, id: number): number;
  markedOf(interner: number): number;
  internerBytes(interner: number): number;
  readonly runsCompared: CoreGlobal;

  readonly messages: CoreGlobal;
  readonly conversations: CoreGlobal;
  readonly postings: CoreGlobal;
  readonly descriptions: CoreGlobal;
  readonly callIds: CoreGlobal;
  readonly numbers: CoreGlobal;
  readonly endpoints: CoreGlobal;
  readonly methods: CoreGlobal;
  readonly reasons: CoreGlobal;
  readonly agents: CoreGlobal;
  readonly shapes: CoreGlobal;
  endpoint(at: number, length: number, port: number): number;
  forgetRecentEndpoints(): void;
  readonly methodsNotKept: CoreGlobal;
  readonly reasonsNotKept: CoreGlobal;
  readonly agentsNotKept: CoreGlobal;
  readonly numbersNotKept: CoreGlobal;
  readonly unlistedHeaders: CoreGlobal;
  shapeOfMessage(): number;
  unionWith(set: number, shape: number): number;
  readonly looseRow: CoreGlobal;
  /** Work done so far: messages reduced, and messages looked back at. */
  readonly reductions: CoreGlobal;
  readonly looks: CoreGlobal;

  readonly carried: CoreGlobal;
  readonly carriedAddresses: CoreGlobal;
  addScanned(start: number, end: number): number;
  settleAll(): void;
  readonly changedRows: CoreGlobal;
  readonly staleRows: CoreGlobal;
  listAt(list: number): number;
  listCount(list: number): number;
  clearList(list: number): void;
  touch(row: number): void;
  beginAgain(row: number, first: number): void;
  reduceNext(row: number, id: number): void;
  isRetry(attempt: number, id: number, answered: number): number;
  isOfAttempt(attempt: number, id: number): number;
  isForFirstHop(attempt: number, id: number): number;
  stateOfAnswered(method: number, status: number, leaves: number, authorized: number): number;

  /** TCP streams; see src/core/packets/streams.ts. */
  readonly streamKey: CoreGlobal;
  readonly streamCount: CoreGlobal;
  findStream(): number;
  findReverse(): number;
  addStream(): number;
  dropStream(stream: number): void;
  oldestStream(): number;
  dropPlainStreams(): void;
  clearStreams(): void;

  readonly records: CoreGlobal;
  takeRecords(at: number, end: number): number;
}
