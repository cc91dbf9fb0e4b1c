/**
 * The registered methods by number. Others get theirs from the table of methods seen (conversations/).
 */
import { ascii } from '../framing/bytes.js';

/** Numbers of the registered methods (IANA "Methods"). 0 is no method; others are numbered from METHOD_NAMES.length on. */
export const METHOD = {
  INVITE: 1,
  ACK: 2,
  BYE: 3,
  CANCEL: 4,
  REGISTER: 5,
  OPTIONS: 6,
  PRACK: 7,
  SUBSCRIBE: 8,
  NOTIFY: 9,
  PUBLISH: 10,
  INFO: 11,
  REFER: 12,
  MESSAGE: 13,
  UPDATE: 14,
} as const;

/** Names by number; "" at 0. */
export const METHOD_NAMES: readonly string[] = ['', ...Object.keys(METHOD)];

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
