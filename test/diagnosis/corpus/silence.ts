/** Nobody answered: who, since when, and what is most likely in the way. */
import type { Sure } from './sure.js';

export const SURE_SILENCE: readonly Sure[] = [];
