/** After the answer, and on the way to it: ACK, timers, PRACK, races. */
import type { Sure } from './sure.js';

export const SURE_ANSWERED: readonly Sure[] = [
  {
    path: 'goffinet/private-test-sip-2.pcapng',
    cause: 'final-not-acknowledged',
    conversations: [6],
    why: '172.16.98.102 sends 408 eleven times in 31.5 s to a client that is gone; its INVITE and an ACK are not there',
  },
];
