/** Loops, and requests that go the wrong way through a dialog. */
import type { Example, NearExample } from './example.js';

export const ROUTING: readonly Example[] = [];

export const NEARLY_ROUTING: readonly NearExample[] = [];
