/** Transfers and what they name. */
import type { Sure } from './sure.js';

export const SURE_TRANSFERS: readonly Sure[] = [];
