/** Limits, overload, and what gateways say. */
import type { Rule } from '../rule.js';

export const LOAD_RULES: readonly Rule[] = [];
