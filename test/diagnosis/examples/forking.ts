/** Ringing tone, early media, and calls to several destinations. */
import type { Example, NearExample } from './example.js';

export const FORKING: readonly Example[] = [];

export const NEARLY_FORKING: readonly NearExample[] = [];
