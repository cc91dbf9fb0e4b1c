/** The core: everything TypeScript calls (binding/core-interface.ts). */
export { inbox } from './memory';
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
export {
  beginMarks,
  bytesOf,
  endMarks,
  find,
  idsOf,
  intern,
  internerBytes,
  isUsed,
  lengthOf,
  markedOf,
  markUsed,
  newInterner,
  placesOf,
  release,
  rewrite,
  unlink,
} from './tables/interner';
