/** A number that the far end does not take: of the caller, of who diverts, of the called. */
import type { Sure } from './sure.js';

export const SURE_NUMBERS: readonly Sure[] = [
  {
    path: 'samples/call-caller-id-rejected.pcap',
    cause: 'caller-id-extension',
    conversations: [3],
    why: 'From is 1502, without P-Asserted-Identity; conversation 1 with 4151502 was answered 12 s before',
  },
  {
    path: 'samples/call-diversion-wrong.pcap',
    cause: 'diversion-wrong',
    conversations: [3],
    why: 'conversations 1 and 5 forward foreign callers with 4151509 and 4151500; 4151502 is called in conversation 0',
  },
  {
    path: 'goffinet/sip-routing-error-wireshark.pcapng',
    cause: 'registered-but-404',
    conversations: [6, 14],
    why: 'telephone1 and telephone2 got 200 to REGISTER at this server in conversations 0 and 2, minutes before',
  },
];
