/** After the answer, and on the way to it: ACK, timers, PRACK, races. */
import type { Rule } from '../../rule.js';
import { CONFIRMATION_RULES } from './confirmations.js';
import { PROVISIONAL_RULES } from './provisional.js';
import { RACE_RULES } from './races.js';
import { TIMER_RULES } from './timers.js';

export const ANSWERED_RULES: readonly Rule[] = [
  ...CONFIRMATION_RULES,
  ...TIMER_RULES,
  ...PROVISIONAL_RULES,
  ...RACE_RULES,
];
