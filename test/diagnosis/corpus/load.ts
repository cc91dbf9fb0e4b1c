/** Limits, overload, and what gateways say. */
import type { Sure } from './sure.js';

export const SURE_LOAD: readonly Sure[] = [];
