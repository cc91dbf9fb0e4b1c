/** Credentials, and registrations. */
import type { Rule } from '../rule.js';

export const REGISTRATION_RULES: readonly Rule[] = [];
