/** The registered methods by their spelling. */
import { ascii } from '../../../src/sip/framing/bytes.js';
import { METHOD_NAMES } from '../../../src/sip/headers/methods.js';

const spelled = METHOD_NAMES.map(ascii);
/** Length and first letter tell the registered methods apart. */
const byLengthAndLetter = new Uint8Array(16 * 32);
for (let id = 1; id < spelled.length; id++) {
  const name = spelled[id]!;
  byLengthAndLetter[(name.length << 5) | (name[0]! & 31)] = id;
}

/** Number of the method spelled at [start, end); 0 if it is none of the registered ones. Case matters (section 7.1). */
export function methodNumber(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 3 || length > 9) return 0;
  const id = byLengthAndLetter[(length << 5) | (bytes[start]! & 31)]!;
  const name = spelled[id]!;
  if (name.length !== length) return 0;
  for (let i = 0; i < length; i++) if (bytes[start + i] !== name[i]) return 0;
  return id;
}
