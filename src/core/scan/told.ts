/** What the scanner found, in memory, for those who read it from TypeScript (binding/core-scan.ts). */
import { TOLD, tell } from '../built/told';
import { HEADERS, LINKS, NUMBERS } from './scanned';

/** Writes down what was found of the message just scanned; returns where: a number of 64 bits for each field. */
export function tellScanned(): usize {
  tell();
  return TOLD;
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
