/** Loops, and requests that go the wrong way through a dialog. */
import type { Sure } from './sure.js';

export const SURE_ROUTING: readonly Sure[] = [
  {
    path: 'goffinet/private-test-sip.pcapng',
    cause: 'loop-behind',
    conversations: [13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33, 39],
    why: '483 about 100 ms after the 100 to a REGISTER with Max-Forwards 70 for sip1.domain.xyz or sip.domain.xyz; those for domain.xyz register',
  },
  {
    path: 'goffinet/private-test-sip.pcapng',
    cause: 'method-not-allowed',
    conversations: [35, 36, 38, 43, 44, 46],
    why: '501 to SUBSCRIBE and PUBLISH of phones',
  },
  {
    path: 'goffinet/private-test-sip-2.pcapng',
    cause: 'method-not-allowed',
    conversations: [1],
    why: '501 to the SUBSCRIBE of a phone',
  },
  {
    path: 'goffinet/private-test-sip-2.pcapng',
    cause: 'in-dialog-order',
    conversations: [4],
    why: '"500 Request out of order" to the BYE of the called phone, which goes past the proxy: no request of its own came before',
  },
  {
    path: 'goffinet/sip-register-ok-unregister.pcapng',
    cause: 'method-not-allowed',
    conversations: [1, 2],
    why: '489 to presence and presence.winfo',
  },
  {
    path: 'goffinet/sip-routing-error-wireshark.pcapng',
    cause: 'method-not-allowed',
    conversations: [3, 4, 7, 8, 9, 10, 16, 17],
    why: '489 to presence and presence.winfo, eight times',
  },
];
