/** Scans, guesses of passwords, and fraud: incidents only. */
import type { Example, NearExample } from './example.js';

export const ABUSE: readonly Example[] = [];

export const NEARLY_ABUSE: readonly NearExample[] = [];
