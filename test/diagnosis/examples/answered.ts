/** After the answer, and on the way to it: ACK, timers, PRACK, races. */
import type { Example, NearExample } from './example.js';

export const ANSWERED: readonly Example[] = [];

export const NEARLY_ANSWERED: readonly NearExample[] = [];
