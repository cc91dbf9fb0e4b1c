/** Limits, overload, and what gateways say. */
import type { Example, NearExample } from './example.js';

export const LOAD: readonly Example[] = [];

export const NEARLY_LOAD: readonly NearExample[] = [];
