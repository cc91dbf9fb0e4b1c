/** Credentials, and registrations. */
import type { Sure } from './sure.js';

export const SURE_REGISTRATION: readonly Sure[] = [];
