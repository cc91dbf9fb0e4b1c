/** Scans, guesses of passwords, and fraud: incidents only. */
import type { Rule } from '../rule.js';

export const ABUSE_RULES: readonly Rule[] = [];
