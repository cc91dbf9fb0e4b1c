/** After the answer, and on the way to it: ACK, timers, PRACK, races. */
import type { Rule } from '../rule.js';

export const ANSWERED_RULES: readonly Rule[] = [];
