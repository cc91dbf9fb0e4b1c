/** After the answer, and on the way to it: ACK, timers, PRACK, races. */
import type { Sure } from './sure.js';

export const SURE_ANSWERED: readonly Sure[] = [
  {
    path: 'goffinet/private-test-sip-2.pcapng',
    cause: 'final-not-acknowledged',
    conversations: [6],
    why: '172.16.98.102 sends 408 eleven times in 31.5 s to a client that is gone; its INVITE and an ACK are not there',
  },
  ...['sngrep/aaa.pcap', 'zeek/wireshark.pcap', 'ndpi/sip.pcap'].map(path => ({
    path,
    cause: 'timeout-upstream' as const,
    conversations: [1],
    why: '100 after 2.2 s, nothing for 32 s, CANCEL, and 408 at 36.8 s: the proxy waited for the phone behind it',
  })),
  {
    path: 'samples/call-three-legs.pcap',
    cause: 'timeout-upstream',
    conversations: [3],
    why: '408 after 32.0 s with nothing but 100 before it; conversation 4 is the leg that nobody answers',
  },
];
