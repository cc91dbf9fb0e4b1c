/** After the answer, and on the way to it: ACK, timers, PRACK, races. */
import type { Sure } from './sure.js';

export const SURE_ANSWERED: readonly Sure[] = [];
