/** What carries messages fails: ICMP, connections, TLS, sizes, names. */
import type { Sure } from './sure.js';

export const SURE_TRANSPORT: readonly Sure[] = [
  {
    path: 'goffinet/private-test-sip.pcapng',
    cause: 'icmp-unreachable',
    conversations: [0],
    why: 'port unreachable 115 µs after the REGISTER, from the host it was sent to',
  },
  {
    path: 'goffinet/private-test-sip.pcapng',
    cause: 'dns-failed',
    conversations: [52, 54, 57],
    why: '480 No DNS results, with Warning 399 No other DNS entries to try',
  },
  {
    path: 'goffinet/sip-register-to-repo-proxy.pcapng',
    cause: 'dns-failed',
    conversations: [2, 3, 4, 5, 6],
    why: '480 No DNS results, with Warning 399 No other DNS entries to try',
  },
];
