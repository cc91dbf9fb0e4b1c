/** Transfers and what they name. */
import type { Example, NearExample } from './example.js';

export const TRANSFERS: readonly Example[] = [];

export const NEARLY_TRANSFERS: readonly NearExample[] = [];
