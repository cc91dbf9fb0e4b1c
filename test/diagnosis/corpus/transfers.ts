/** Transfers and what they name. */
import type { Sure } from './sure.js';

export const SURE_TRANSFERS: readonly Sure[] = [
  {
    path: 'heplify/erspan_sip_ipv4_udp.pcapng',
    cause: 'replaces-unknown',
    conversations: [2],
    why: 'the Refer-To of message 22 names conversation 4, that of message 23 a Call-ID that no conversation has; 488, "Transfer impossible"',
  },
];
