/** A number that the far end does not take: of the caller, of who diverts, of the called. */
import type { Rule } from '../../rule.js';
import { CALLED_RULES, STIR_RULE } from './numbers-called.js';
import { CALLER_RULES } from './numbers-of-callers.js';
import { DIVERSION_RULES } from './numbers-of-diversions.js';

export const NUMBERS_RULES: readonly Rule[] = [STIR_RULE, ...CALLED_RULES, ...DIVERSION_RULES, ...CALLER_RULES];
