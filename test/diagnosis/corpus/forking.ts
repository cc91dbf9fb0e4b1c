/** Ringing tone, early media, and calls to several destinations. */
import type { Sure } from './sure.js';

export const SURE_FORKING: readonly Sure[] = [
  {
    path: 'samples/call-three-legs.pcap',
    cause: 'no-progress',
    conversations: [2],
    why: 'the caller got 100, and 480 32.1 s later; why, the leg behind it tells',
  },
];
