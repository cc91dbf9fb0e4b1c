/** Loops, and requests that go the wrong way through a dialog. */
import type { Sure } from './sure.js';

export const SURE_ROUTING: readonly Sure[] = [];
