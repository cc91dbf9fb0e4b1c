/** What the core (src/core/) offers and what it asks for, as types. Everything is a number: addresses, ids, and 1 or 0 for true or false. */

/** What the core asks for; see src/core/host.ts. */
export interface Host {
  newHeaderName(at: number, length: number): number;
  holdsSdp(end: number, loneCr: number): number;
  faultBits(id: number, at: number, length: number, cut: number): number;
  shapeAdded(shape: number): void;
  unionOf(set: number, shape: number): number;
  linked(row: number, id: number): void;
  otherCseqMethod(id: number, method: number): void;
  placeUs(id: number): number;
  requestBesides(row: number, id: number, isOver: number): void;
  responseBesides(row: number, id: number): void;
  putBefore(row: number, attempt: number, answer: number): void;
  goOn(row: number): void;
  clearBesides(row: number): void;
}

/** A number of the core that changes. */
interface CoreGlobal {
  readonly value: number;
}

/** What the core offers; see src/core/index.ts. */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  inbox(length: number): number;

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
}
