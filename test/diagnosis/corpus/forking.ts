/** Ringing tone, early media, and calls to several destinations. */
import type { Sure } from './sure.js';

export const SURE_FORKING: readonly Sure[] = [];
