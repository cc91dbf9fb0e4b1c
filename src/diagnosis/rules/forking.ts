/** Ringing tone, early media, and calls to several destinations. */
import type { Rule } from '../rule.js';

export const FORKING_RULES: readonly Rule[] = [];
