/** What was offered and what was answered: codecs, profiles, addresses (SDP). */
import type { Rule } from '../rule.js';

export const OFFERS_RULES: readonly Rule[] = [];
