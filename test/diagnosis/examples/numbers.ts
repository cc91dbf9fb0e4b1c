/** A number that the far end does not take: of the caller, of who diverts, of the called. */
import type { Example, NearExample } from './example.js';

export const NUMBERS: readonly Example[] = [];

export const NEARLY_NUMBERS: readonly NearExample[] = [];
