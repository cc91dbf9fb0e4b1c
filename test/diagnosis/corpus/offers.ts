/** What was offered and what was answered: codecs, profiles, addresses (SDP). */
import type { Sure } from './sure.js';

export const SURE_OFFERS: readonly Sure[] = [];
