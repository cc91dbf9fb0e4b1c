/** Transfers and what they name. */
import type { Rule } from '../rule.js';

export const TRANSFERS_RULES: readonly Rule[] = [];
