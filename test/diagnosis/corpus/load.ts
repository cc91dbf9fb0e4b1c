/** Limits, overload, and what gateways say. */
import type { Sure } from './sure.js';

const REJECTED = {
  cause: 'reason-q850',
  conversations: [5],
  why: '183, and 43 ms later 480 Error with Reason: q.850;cause=21; it never rang',
} as const;

/** The same traffic in three files. */
export const SURE_LOAD: readonly Sure[] = [
  { path: 'sngrep/aaa.pcap', ...REJECTED },
  { path: 'ndpi/sip.pcap', ...REJECTED },
  { path: 'zeek/wireshark.pcap', ...REJECTED },
];
