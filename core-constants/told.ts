/** The copy of what the scanner found to where TypeScript reads it: a number of 64 bits for each field, in the order of SCANNED_FIELDS. */
import { SCANNED_FIELDS } from '../src/binding/scanned-fields.js';

export function toldSource(): string {
  const stores = SCANNED_FIELDS.map((name, at) => `  store<f64>(TOLD, <f64>scanned.${name}, ${8 * at});`);
  return [
    "import { scanned } from '../scan/scanned';",
    `export const TOLD: usize = memory.data(${8 * SCANNED_FIELDS.length}, 8);`,
    `export function tell(): void {\n${stores.join('\n')}\n}\n`,
  ].join('\n');
}
