/** Loops, and requests that go the wrong way through a dialog. */
import type { Rule } from '../rule.js';

export const ROUTING_RULES: readonly Rule[] = [];
