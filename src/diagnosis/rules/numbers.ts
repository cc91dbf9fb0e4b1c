/** A number that the far end does not take: of the caller, of who diverts, of the called. */
import type { Rule } from '../rule.js';

export const NUMBERS_RULES: readonly Rule[] = [];
