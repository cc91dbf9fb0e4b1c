/** A number that the far end does not take: of the caller, of who diverts, of the called. */
import type { Sure } from './sure.js';

export const SURE_NUMBERS: readonly Sure[] = [];
