/** Scans, guesses of passwords, and fraud: incidents only. */
import type { Sure } from './sure.js';

export const SURE_ABUSE: readonly Sure[] = [
  {
    path: 'goffinet/Forensic_challenge_4.pcap',
    cause: 'scanner',
    conversations: [0],
    why: 'OPTIONS of sipvicious, "UNfriendly-scanner - for demo purposes", from a Via 127.0.1.1',
  },
];
