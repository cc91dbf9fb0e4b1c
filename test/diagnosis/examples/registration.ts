/** Credentials, and registrations. */
import type { Example, NearExample } from './example.js';

export const REGISTRATION: readonly Example[] = [];

export const NEARLY_REGISTRATION: readonly NearExample[] = [];
