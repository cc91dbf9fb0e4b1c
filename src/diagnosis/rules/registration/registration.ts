/** Credentials, and registrations. */
import type { Rule } from '../../rule.js';
import { CREDENTIALS } from './credentials.js';
import { REGISTRARS } from './registrars.js';

export const REGISTRATION_RULES: readonly Rule[] = [...CREDENTIALS, ...REGISTRARS];
