/**
 * The faults of a message as it was captured, for people and as bits for tables. Where the capture lacks the end of the
 * message, faults that may come from that alone are left out.
 */
import { FAULT_CODES, type Fault, type FaultCode } from './faults.js';
import { parseMessage, type SipMessage } from './message.js';

/** What is not there may lie in what was cut. */
const OF_CUT: ReadonlySet<FaultCode> = new Set(['missing-header', 'content-length', 'header-end']);

/** The faults of a message; `cut`: the capture lacks its end. */
export function faultsOf(message: SipMessage, cut: boolean): readonly Fault[] {
  if (!cut) return message.faults;
  const inHeaders = message.faults.some(({ code }) => code === 'header-end');
  const lastLine = message.fields.at(-1)?.start ?? 0;
  return message.faults.filter(({ code, offset }) => !OF_CUT.has(code) && !(inHeaders && offset >= lastLine));
}

/** The codes of the faults, each once. */
export function faultCodes(message: SipMessage, cut: boolean): FaultCode[] {
  return [...new Set(faultsOf(message, cut).map(({ code }) => code))];
}

const BITS: ReadonlyMap<FaultCode, number> = new Map(FAULT_CODES.map((code, bit) => [code, 1 << bit]));

/** The faults as bits, by FAULT_CODES. */
export function faultBits(bytes: Uint8Array, cut: boolean): number {
  return faultCodes(parseMessage(bytes), cut).reduce((bits, code) => bits | (BITS.get(code) ?? 0), 0);
}
