/** What was offered and what was answered: codecs, profiles, addresses (SDP). */
import type { Example, NearExample } from './example.js';

export const OFFERS: readonly Example[] = [];

export const NEARLY_OFFERS: readonly NearExample[] = [];
