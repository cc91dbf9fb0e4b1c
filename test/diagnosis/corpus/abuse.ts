/** Scans, guesses of passwords, and fraud: incidents only. */
import type { Sure } from './sure.js';

export const SURE_ABUSE: readonly Sure[] = [];
